/** Which route leads to the model; `none` says what it means to name none. */

import { call } from "./client";
import { type Key, t } from "./i18n";
import { useLoaded } from "./load";

interface Properties {
  name?: Key;
  none: Key;
  value: string;
  choose: (route: string) => void;
}

export function RouteChoice({ name = "routeName", none, value, choose }: Properties) {
  const routes = useLoaded((stop) => call("routes:list", {}, stop), []).value.value?.routes ?? [];
  return (
    <label>
      {t(name)}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{t(none)}</option>
        {routes.map(({ name }) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </select>
    </label>
  );
}
