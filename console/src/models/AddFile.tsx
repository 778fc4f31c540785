/** Adds a model that is no entry of the catalogue: a GGUF file of this machine, a hub's file, or an address. */

import { t } from "../i18n";
import { AddModel } from "./AddModel";

export function AddFile() {
  return (
    <details class="new">
      <summary>{t("addFile")}</summary>
      <AddModel
        input={(form) => ({
          source: String(form.get("source")).trim(),
          name: String(form.get("name")).trim(),
          accept_licence: form.has("accept_licence"),
        })}
      >
        <div class="fields">
          <label class="wide">
            {t("modelSource")}
            <input name="source" required spellcheck={false} placeholder="/models/qwen3-0.6b-q8_0.gguf" />
          </label>
          <label>
            {t("nameHere")}
            <input name="name" spellcheck={false} />
          </label>
        </div>
        <label class="tick">
          <input type="checkbox" name="accept_licence" />
          {t("acceptLicence")}
        </label>
        <p class="faint">{t("addFileNote")}</p>
      </AddModel>
    </details>
  );
}
