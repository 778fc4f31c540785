/** Where a receipt stands in the ledger, and what proves it. */

import type { Receipt } from "../api";
import { count } from "../formats";
import { t } from "../i18n";
import { Fact } from "./Fact";
import { VerifyButton } from "./VerifyButton";

export function ProofFacts({ receipt: { proof } }: { receipt: Receipt }) {
  return (
    <>
      <h3>{t("proof")}</h3>
      {proof && (
        <dl class="facts versions">
          <Fact name={t("proofIndex")}>{t("proofOf", { n: count(proof.index + 1), all: count(proof.size) })}</Fact>
          <Fact name={t("proofLeaf")}>
            <code>{proof.leaf}</code>
          </Fact>
          <Fact name={t("proofRoot")}>
            <code>{proof.root}</code>
          </Fact>
          <Fact name={t("proofSignature")}>
            <code>{proof.signature}</code>
          </Fact>
        </dl>
      )}
      <VerifyButton />
    </>
  );
}
