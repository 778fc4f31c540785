import fc from "fast-check";
import { renderToString } from "preact-render-to-string";
import { expect, test } from "vitest";
import { fieldsOf, type Schema } from "../src/form/fields";
import { Form } from "../src/form/Form";
import { momentOf, withOffset } from "../src/form/moments";
import { read, shown } from "../src/form/TextInput";
import { beginning, fits, set } from "../src/form/values";

const name = fc.oneof(fc.constantFrom("a", "__proto__", "constructor", "名", "<b>", ""), fc.string({ maxLength: 5 }));

/** Schemas of all kinds that forms know, with some that make no sense; deep, but not for ever. */
const { schema } = fc.letrec<{ schema: Schema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.record(
      {
        type: fc.constantFrom("string", "integer", "number", "boolean", "null", "strange"),
        format: fc.constantFrom("date", "time", "date-time", "email", "uri", "file-digest", "strange"),
        title: fc.string(),
        description: fc.string(),
        minimum: fc.integer(),
        pattern: fc.string(),
        default: fc.jsonValue(),
      },
      { requiredKeys: ["type"] },
    ) as fc.Arbitrary<Schema>,
    fc.record({ enum: fc.array(fc.jsonValue(), { maxLength: 15 }) }) as fc.Arbitrary<Schema>,
    fc.record({ const: fc.jsonValue() }) as fc.Arbitrary<Schema>,
    fc.record({ type: fc.constant("array"), items: tie("schema") }) as fc.Arbitrary<Schema>,
    fc.record({ type: fc.constant("object"), additionalProperties: tie("schema") }) as fc.Arbitrary<Schema>,
    fc.record({ oneOf: fc.array(tie("schema"), { minLength: 1, maxLength: 3 }) }) as fc.Arbitrary<Schema>,
    fc.record({
      type: fc.constant("object"),
      properties: fc.dictionary(name, tie("schema"), { maxKeys: 4 }),
      required: fc.array(name, { maxLength: 2 }),
    }) as fc.Arbitrary<Schema>,
    fc.constant({ $ref: "#" }),
  ),
}));
const properties = fc.dictionary(name, schema, { maxKeys: 5 });
const values = fc.dictionary(name, fc.jsonValue(), { maxKeys: 5 });

test("whatever the schema and the values are, a form shows them, and no text of theirs becomes markup", () => {
  fc.assert(
    fc.property(properties, values, (named, given) => {
      const fields = fieldsOf({ properties: named });
      const page = renderToString(<Form id="f" fields={fields} values={given} change={() => {}} />);
      expect(page).not.toContain("<b>");
    }),
    { numRuns: 150 },
  );
});

test("what goes into a form comes out of it: what is known stays, whatever else the schema adds", () => {
  fc.assert(
    fc.property(properties, values, (named, given) => {
      const fields = fieldsOf({ properties: named });
      const begun = beginning(fields, given);
      for (const { name } of fields)
        if (Object.hasOwn(given, name) && given[name] !== null)
          expect(JSON.stringify(Object.getOwnPropertyDescriptor(begun, name)!.value)).toBe(JSON.stringify(given[name]));
      const others = Object.keys(given).filter((one) => !Object.hasOwn(named, one));
      expect(Object.keys(begun).filter((one) => others.includes(one))).toEqual([]);
    }),
  );
});

test("typed out and read again, a value is the same wherever its field can show it", () => {
  const kinds: Schema[] = [
    { type: "string" },
    { type: "integer" },
    { type: "number" },
    { type: "string", format: "date" },
    { type: "string", format: "time" },
    { type: "string", format: "date-time" },
    { type: "array", items: { type: "string" } },
    { type: "array", items: { type: "number" } },
  ];
  const fields = fieldsOf({ properties: Object.fromEntries(kinds.map((kind, index) => [`f${index}`, kind])) });
  const likely = fc.oneof(
    fc.jsonValue(),
    fc.array(fc.string()),
    fc.array(fc.double({ noNaN: true, noDefaultInfinity: true })),
    fc
      .date({ noInvalidDate: true, min: new Date(0), max: new Date(2 ** 42) })
      .map((one) => withOffset(one.toISOString().slice(0, 19))!),
    fc.constantFrom("10:00", "10:00:30", "2026-11-22", "", " ", "1e5"),
  );
  fc.assert(
    fc.property(likely, (given) => {
      const value = JSON.parse(JSON.stringify(given));
      for (const field of fields) {
        const empty = value === "" || (Array.isArray(value) && value.length === 0);
        // What is empty is left out once it is typed in, and until then stands as it came.
        if (fits(field, value) && !empty) expect(read(field, shown(field, value))).toEqual(value);
      }
    }),
    { numRuns: 500 },
  );
});

test("a name is set and taken out again without touching another", () => {
  fc.assert(
    fc.property(values, name, fc.jsonValue(), (given, one, value) => {
      const without = set(given, one, undefined);
      expect(Object.hasOwn(without, one)).toBe(false);
      expect(JSON.stringify(set(set(without, one, value), one, undefined))).toBe(JSON.stringify(without));
    }),
  );
});

test("a moment is shown on a clock where that says all of it", () => {
  const here = withOffset("2026-11-22T10:00")!;
  expect(momentOf(here)).toBe("2026-11-22T10:00:00");
  for (const other of ["2026-11-22T10:00:00+12:34", "2026-11-22", "2026-13-22T10:00:00Z", ""])
    expect(momentOf(other)).toBeNull();
});
