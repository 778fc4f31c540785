/** Adds a model of the catalogue, once its licence is accepted where it asks for that. */

import type { Card, Input } from "../api";
import { t } from "../i18n";
import { AddModel } from "./AddModel";

export function AddFromCatalogue({ card: { model, licence, needs, fit } }: { card: Card }) {
  if (model.gguf === "") return <p class="faint">{t("noFilesKnown")}</p>;
  return (
    <AddModel
      input={(form): Input<"models:add"> => ({
        source: model.name,
        quantisation: String(form.get("quantisation") ?? ""),
        hub: form.get("hub") === "ms" ? "ms" : "hf",
        accept_licence: form.has("accept_licence"),
      })}
    >
      <div class="fields">
        <label>
          {t("quantisation")}
          <select name="quantisation">
            <option value="">{t("serverChooses")}</option>
            {needs.map(({ quantisation }) => (
              <option key={quantisation} value={quantisation} selected={fit.fits && quantisation === fit.quantisation}>
                {quantisation}
              </option>
            ))}
          </select>
        </label>
        <label>
          {t("hub")}
          <select name="hub">
            <option value="hf">Hugging Face</option>
            <option value="ms">ModelScope</option>
          </select>
        </label>
      </div>
      {licence.restricts && (
        <label class="tick">
          <input type="checkbox" name="accept_licence" required />
          {t("acceptLicence")}
        </label>
      )}
    </AddModel>
  );
}
