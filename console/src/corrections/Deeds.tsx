/** What can be done to a correction, by the state that it is in. */

import type { Correction } from "../api";
import { call } from "../client";
import { type Key, t } from "../i18n";
import { Icon, type IconName } from "../icons";
import { complain, notify } from "../notices";
import type { Decision } from "./choices";
import type { State } from "./names";

export type Deed = "approve" | "trial" | "retire" | "revoke" | "restore";

interface Way {
  name: Key;
  done: Key;
  icon: IconName;
}

const WAYS: Record<Deed, Way> = {
  approve: { name: "approve", done: "approved", icon: "check" },
  trial: { name: "tryOut", done: "nowOnTrial", icon: "play" },
  retire: { name: "retire", done: "correctionRetired", icon: "pause" },
  revoke: { name: "revoke", done: "correctionRevoked", icon: "close" },
  restore: { name: "restore", done: "correctionRestored", icon: "again" },
};

/** What is taken back before it ever held is refused. */
const REFUSE: Way = { name: "refuse", done: "correctionRefused", icon: "close" };

const POSSIBLE: Record<State, readonly Deed[]> = {
  proposed: ["trial", "revoke", "approve"],
  trial: ["revoke", "approve"],
  standing: ["retire", "revoke"],
  retired: ["restore"],
  revoked: ["restore"],
  superseded: [],
  expired: [],
};

/** Does it, says so, and complains where it is refused. */
export async function act(deed: Deed, correction: Correction, changed: () => void, said?: Decision): Promise<void> {
  try {
    await call(`corrections:${deed}`, { correction: correction.id, ...said });
    notify(t(wayOf(deed, correction).done));
    changed();
  } catch (error) {
    complain(error);
  }
}

function wayOf(deed: Deed, { state }: Correction): Way {
  return deed === "revoke" && (state === "proposed" || state === "trial") ? REFUSE : WAYS[deed];
}

interface Properties {
  correction: Correction;
  /** Left out here, because it takes more than a click. */
  except?: Deed | undefined;
  changed: () => void;
}

export function Deeds({ correction, except, changed }: Properties) {
  const possible = POSSIBLE[correction.state].filter((deed) => deed !== except);
  return (
    <>
      {possible.map((deed) => (
        <button
          key={deed}
          type="button"
          class={deed === "approve" ? "primary" : "quiet"}
          onClick={() => void act(deed, correction, changed)}
        >
          <Icon name={wayOf(deed, correction).icon} />
          {t(wayOf(deed, correction).name)}
        </button>
      ))}
    </>
  );
}
