/** A picture of a page: grey bars where lines of text would be. PNG, written by hand. */

import { crc32, deflateSync } from "node:zlib";

const WIDTH = 700;
const HEIGHT = 990;

export function picture() {
  const rows = Buffer.alloc((WIDTH + 1) * HEIGHT, 255);
  for (let y = 0; y < HEIGHT; y++) {
    rows[y * (WIDTH + 1)] = 0; // no filter
    const line = Math.floor((y - 80) / 40);
    const inLine = y >= 80 && y < HEIGHT - 120 && (y - 80) % 40 < 14;
    if (inLine) rows.fill(line % 5 === 0 ? 60 : 150, y * (WIDTH + 1) + 80, y * (WIDTH + 1) + 620 - ((line * 67) % 120));
  }
  const header = Buffer.alloc(13);
  header.writeUInt32BE(WIDTH, 0);
  header.writeUInt32BE(HEIGHT, 4);
  header[8] = 8; // bits per pixel, greyscale
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows)),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const [length, checksum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  checksum.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, checksum]);
}
