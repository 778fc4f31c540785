/** The names that clients put into `model`, and the deployments behind each. */

import type { RouteRow } from "../api";
import { call } from "../client";
import { t } from "../i18n";
import { Icon } from "../icons";
import { complain, notify } from "../notices";
import { SureButton } from "../SureButton";

export function Routes({ routes, changed }: { routes: readonly RouteRow[]; changed: () => void }) {
  return (
    <section class="part">
      <h2>{t("routes")}</h2>
      <p class="faint">{t("routesLead")}</p>
      <ul class="rows">
        {routes.map((row) => (
          <Item key={row.name} row={row} changed={changed} />
        ))}
      </ul>
    </section>
  );
}

function Item({ row, changed }: { row: RouteRow; changed: () => void }) {
  const remove = async () => {
    try {
      await call("routes:remove", { name: row.name });
      notify(t("routeRemoved", { name: row.name }));
      changed();
    } catch (error) {
      complain(error);
    }
  };
  return (
    <li>
      <div class="row">
        <Icon name="right" />
        <span class="row-main">
          {row.name} <span class="faint">{row.does.join(", ")}</span>
        </span>
        <span class="row-more">{behind(row)}</span>
      </div>
      {row.version > 0 && (
        <SureButton
          label={t("removeOne", { name: row.name })}
          title={t("remove")}
          sure={t("removeSure")}
          icon="bin"
          run={() => void remove()}
        />
      )}
    </li>
  );
}

/** A cascade's two ends, or the deployments that it leads to. */
function behind({ route, deployments }: RouteRow): string {
  const list = deployments.join(", ");
  return route.cascade === null ? list : t("cascade", { near: route.cascade.near, far: route.cascade.far });
}
