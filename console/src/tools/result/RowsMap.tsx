/** Places on an outline of the earth that is drawn here: nothing is asked of anybody for it. */

import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { plain } from "../../approvals/plain";
import { count } from "../../formats";
import { t } from "../../i18n";
import { around, WORLD, type Frame } from "./frame";
import type { Point } from "./views";

export function RowsMap({ points }: { points: readonly Point[] }) {
  const land = useSignal("");
  const isWhole = useSignal(false);
  useEffect(() => void import("./land").then(({ LAND }) => (land.value = LAND)), []);
  const frame = isWhole.value ? WORLD : around(points);
  return (
    <figure class="map">
      <svg
        viewBox={`${frame.left} ${frame.top} ${frame.width} ${frame.height}`}
        role="img"
        aria-label={t("mapOf", { n: count(points.length) })}
      >
        <path class="land" d={land.value} />
        {points.map((point, index) => (
          <Dot key={index} point={point} frame={frame} />
        ))}
      </svg>
      <figcaption class="actions">
        <label class="tick">
          <input
            type="checkbox"
            checked={isWhole.value}
            onChange={(event) => (isWhole.value = event.currentTarget.checked)}
          />
          {t("wholeEarth")}
        </label>
        <span class="faint">{t("outlineOf")}</span>
      </figcaption>
    </figure>
  );
}

/** Names stand beside dots as long as they are few. */
const MOST_NAMES = 12;

function Dot({ point, frame }: { point: Point; frame: Frame }) {
  const [x, y] = [(point.longitude + 180) * 2, (90 - point.latitude) * 2];
  const size = frame.width / 110;
  const isLeft = x > frame.left + frame.width * 0.75;
  return (
    <g>
      <circle cx={x} cy={y} r={size}>
        <title>{`${plain(point.name)} ${point.latitude}, ${point.longitude}`}</title>
      </circle>
      {frame.names <= MOST_NAMES && (
        <text
          x={x + (isLeft ? -1.6 : 1.6) * size}
          y={y + size}
          font-size={size * 2.1}
          text-anchor={isLeft ? "end" : "start"}
        >
          {plain(point.name.slice(0, 24))}
        </text>
      )}
    </g>
  );
}
