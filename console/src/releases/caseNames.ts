/** How a case is called where there is little room: an id in its name is cut down to its end. */

import { shortId } from "../formats";

const ID = /^[0-9a-v]{26}$/;

export function shortCase(name: string): string {
  return name
    .split("/")
    .map((part) => (ID.test(part) ? shortId(part) : part))
    .join("/");
}
