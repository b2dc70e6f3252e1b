#!/usr/bin/env python3
"""fhir-profiles.py DOMAIN: distils UK Core and NHS England genomics profiles into Sources/Validation/Data/KnownProfiles.swift.

DOMAIN is the folder with `ukcore-r4`, `ukcore-terminology` and `nhse-genomics-fhir`. A profile is written with what it inherits from
other profiles that are here; when an ancestor is not, its URL is written too. Lines, fields separated by tabs:
  P <url> <type> <ancestor that is not here>
  X <contexts of an extension, separated by spaces>
  E <id below the root> <min> <max> <types: code|profile …> <required value set>
  D <rules of slicing> <discriminators: type:path …>       (of the element before)
  F <f fixed, p pattern> <JSON>                            (of the element before)
  C <key> <e error, w warning> <expression> <human>        (of the element before)
  V <value set>
  S <system> <codes, separated by spaces>                  (of the value set before)
Value sets are those of required bindings whose codes can be listed.
"""
import glob
import json
import os
import sys
import xml.etree.ElementTree as xml

domain = sys.argv[1]
output = os.path.join(os.path.dirname(__file__), "..", "Sources", "Validation", "Data", "KnownProfiles.swift")
BASE = "http://hl7.org/fhir/StructureDefinition/"


def load(pattern):
    for path in sorted(glob.glob(os.path.join(domain, pattern))):
        with open(path, encoding="utf-8-sig") as file:
            yield json.load(file)


profiles = {}
for pattern in ("ukcore-r4/structuredefinitions/*.json", "nhse-genomics-fhir/StructureDefinition/*.json"):
    for definition in load(pattern):
        profiles[definition["url"]] = definition


def elements(url):
    """The elements by id, ancestors' first, and the ancestor that is not here."""
    definition = profiles.get(url)
    if definition is None:
        return {}, "" if url.startswith(BASE) else url
    merged, missing = elements(definition.get("baseDefinition", ""))
    merged = {key: dict(value) for key, value in merged.items()}
    for element in definition["differential"]["element"]:
        key = element.get("id") or element["path"]
        known = merged.setdefault(key, {})
        own = known.get("constraint", []) + element.get("constraint", [])
        # A type replaces a type; a fixed value replaces a pattern.
        known.update(element)
        if own:
            known["constraint"] = own
    return merged, missing


def fixed(element):
    for key, value in element.items():
        for start, mark in (("fixed", "f"), ("pattern", "p")):
            if key.startswith(start) and key[len(start):][:1].isupper():
                return mark, json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return None


def types(element):
    found = []
    for type_ in element.get("type", []):
        for profile in type_.get("profile", [""]):
            found.append(type_["code"] + ("|" + profile if profile else ""))
    return found


lines, wanted = [], set()
for url in sorted(profiles):
    definition = profiles[url]
    merged, missing = elements(url)
    lines.append("\t".join(["P", url, definition["type"], missing]))
    contexts = definition.get("context", [])
    if definition["type"] == "Extension" and contexts and all(c["type"] == "element" for c in contexts):
        lines.append("X\t" + " ".join(c["expression"] for c in contexts))
    for key, element in merged.items():
        head, _, below = key.partition(".")
        binding = element.get("binding", {})
        required = binding.get("valueSet", "").split("|")[0] if binding.get("strength") == "required" else ""
        slicing = element.get("slicing")
        value = fixed(element)
        constraints = [c for c in element.get("constraint", []) if c.get("expression") and c["key"] not in ("ele-1", "ext-1")]
        bounds = [str(element.get("min", "")), str(element.get("max", ""))]
        kinds = types(element)
        if not (any(bounds) or kinds or required or slicing or value or constraints or "sliceName" in element):
            continue
        if required:
            wanted.add(required)
        lines.append("\t".join(["E", below] + bounds + [" ".join(kinds), required]))
        if slicing:
            marks = " ".join(d["type"] + ":" + d["path"] for d in slicing.get("discriminator", []) if " " not in d["path"])
            lines.append("\t".join(["D", slicing.get("rules", "open"), marks]))
        if value:
            lines.append("\t".join(["F", *value]))
        for c in constraints:
            expression = " ".join(c["expression"].split())
            lines.append("\t".join(["C", c["key"], c["severity"][0], expression, " ".join(c.get("human", "").split())]))

systems = {}


def collect(concepts, codes):
    for concept in concepts:
        codes.append(concept["code"])
        collect(concept.get("concept", []), codes)


for definition in load("nhse-genomics-fhir/CodeSystem/*.json"):
    if definition.get("content") == "complete":
        codes = []
        collect(definition.get("concept", []), codes)
        systems[definition["url"]] = codes
space = "{http://hl7.org/fhir}"
for path in sorted(glob.glob(os.path.join(domain, "ukcore-terminology/CodeSystem-*.xml"))):
    root = xml.parse(path).getroot()
    if root.find(space + "content").get("value") == "complete":
        systems[root.find(space + "url").get("value")] = [
            concept.find(space + "code").get("value") for concept in root.iter(space + "concept")]
listed = 0
for pattern in ("ukcore-r4/valuesets/*.json", "nhse-genomics-fhir/ValueSet/*.json"):
    for definition in load(pattern):
        if definition.get("url") not in wanted:
            continue
        sets = []
        for include in definition.get("compose", {}).get("include", []):
            codes = [concept["code"] for concept in include.get("concept", [])]
            if not codes and not include.get("filter"):
                codes = systems.get(include.get("system"), [])
            if not codes or include.get("valueSet") or any(" " in code for code in codes):
                sets = []
                break
            sets.append((include["system"], codes))
        if sets and not definition["compose"].get("exclude"):
            listed += 1
            lines.append("V\t" + definition["url"])
            lines += ["\t".join(["S", system, " ".join(codes)]) for system, codes in sets]

text = "\n".join(lines)
assert '"""#' not in text
with open(output, "w", encoding="utf-8") as file:
    file.write(
        "// Generated by Tools/fhir-profiles.py from UK Core and NHS England genomics profiles (Apache-2.0); do not edit.\n"
        "// swift-format-ignore-file\n\n"
        "/// Profiles and extensions, one element a line; the generator says what the fields are.\n"
        'let knownProfiles: StaticString = #"""\n' + text + '\n"""#\n')
print(len(profiles), "profiles", len(lines), "lines", len(text), "bytes", listed, "of", len(wanted), "value sets")
