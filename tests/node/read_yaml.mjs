// Reads a JSON list of YAML texts from standard input, writes what npm yaml makes of each:
// {"value": …} or {"error": code}. A mapping becomes {"mapping": [[key, value], …]}, a number that
// JSON cannot write {"number": "NaN"}.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const { parseDocument } = createRequire(join(process.argv[2], "package.json"))("yaml");

const written = (value) => {
  if (Array.isArray(value)) return value.map(written);
  if (typeof value === "number" && !Number.isFinite(value)) return { number: String(value) };
  if (value === null || typeof value !== "object") return value ?? null;
  return { mapping: Object.entries(value).map(([key, inner]) => [key, written(inner)]) };
};

const outcome = (text) => {
  try {
    // The log level of parse(): a level of "silent" would also hide a second document.
    const document = parseDocument(text, { logLevel: "error" });
    if (document.errors.length > 0) return { error: document.errors[0].code };
    return { value: written(document.toJS()) };
  } catch (error) {
    return { error: error.name };
  }
};

const texts = JSON.parse(readFileSync(0, "utf8"));
process.stdout.write(JSON.stringify(texts.map(outcome)));
