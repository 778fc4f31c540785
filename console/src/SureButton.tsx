/** A button that asks once more before it does what cannot be undone; the question goes away with the focus. */

import { useSignal } from "@preact/signals";
import { Icon, type IconName } from "./icons";

interface Properties {
  /** What it does, to screen readers: names the thing that it is done to. */
  label: string;
  title: string;
  sure: string;
  icon: IconName;
  run: () => void;
}

export function SureButton({ label, title, sure, icon, run }: Properties) {
  const asked = useSignal(false);
  const click = () => {
    if (asked.value) run();
    asked.value = !asked.value;
  };
  return (
    <button
      type="button"
      class={asked.value ? "danger" : "bare"}
      aria-label={asked.value ? `${sure} ${label}` : label}
      title={title}
      onClick={click}
      onBlur={() => (asked.value = false)}
    >
      {asked.value ? sure : <Icon name={icon} />}
    </button>
  );
}
