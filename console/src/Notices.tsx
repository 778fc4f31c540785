/** Shows the notices in a corner and speaks them. */

import { t } from "./i18n";
import { Icon } from "./icons";
import { dismiss, notices, spoken } from "./notices";

export function Notices() {
  return (
    <>
      <div class="notices" role="status" aria-live="polite">
        {notices.value.map((notice) => (
          <div key={notice.id} class={`notice ${notice.bad ? "bad" : ""}`}>
            <Icon name={notice.bad ? "warning" : "check"} />
            <span class="notice-text">{notice.text}</span>
            {notice.action && (
              <button
                type="button"
                class="link"
                onClick={() => {
                  notice.action?.run();
                  dismiss(notice.id);
                }}
              >
                {notice.action.label}
              </button>
            )}
            <button type="button" class="bare" aria-label={t("close")} onClick={() => dismiss(notice.id)}>
              <Icon name="close" />
            </button>
          </div>
        ))}
      </div>
      <div class="unseen" role="status" aria-live="polite">
        {spoken.value}
      </div>
    </>
  );
}
