#!/usr/bin/env python3
"""fhir-profiles.py DOMAIN CORE: distils profiles and extensions into Sources/Validation/Data: KnownProfiles.swift from UK Core and
NHS England genomics, CoreProfiles.swift from FHIR itself.

DOMAIN is the folder with `ukcore-r4`, `ukcore-terminology` and `nhse-genomics-fhir`, CORE that of the unpacked package
hl7.fhir.r4.core 4.0.1 (fhir-validation.py says where that is). A profile is written with what it inherits from
other profiles that are here; when an ancestor is not, its URL is written too. Lines, fields separated by tabs:
  P <url> <type> <ancestor that is not here> <m: a modifying extension>
  X <contexts of an extension, separated by spaces: elements, types, URLs of extensions>
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

domain, core = sys.argv[1:3]
data = os.path.join(os.path.dirname(__file__), "..", "Sources", "Validation", "Data")
BASE = "http://hl7.org/fhir/StructureDefinition/"
# FHIR's vital signs are judged by code (VitalSigns.swift), and its types are the schema's.
NATIVE = set(
    "vitalsigns vitalspanel resprate heartrate oxygensat bodytemp bodyheight headcircum bodyweight bmi bp MoneyQuantity "
    "SimpleQuantity".split())


# Families whose contexts later versions have widened, or that R4 itself puts elsewhere than it says.
WIDER = (
    "structuredefinition- regex valueset- codesystem- cqf- questionnaire- questionnaireresponse- rendering- rendered-value "
    "elementdefinition- resource- event- request- workflow- conceptmap- operationdefinition- 11179- translation designNote "
    "display minValue maxValue minLength maxSize maxDecimalPlaces mimeType entryFormat variable ordinalValue timing- "
    "narrativeLink iso21090-ADXP-censusTract replaces "
    "capabilitystatement- language identifier- iso21090-SC- procedure- practitioner- list- flag- task- specimen- relative-date "
    "usagecontext- coding- bodySite composition- consent- location- match-grade operationoutcome- patient-preferenceType "
    "data-absent-reason originalText iso21090-nullFlavor tz-").split()


def load(pattern, folder=domain):
    for path in sorted(glob.glob(os.path.join(folder, pattern))):
        with open(path, encoding="utf-8-sig") as file:
            yield json.load(file)


profiles = {}


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


def described(url, lines, wanted):
    definition = profiles[url]
    merged, missing = elements(url)
    isModifier = any(e["path"] == "Extension" and e.get("isModifier") for e in merged.values())
    lines.append("\t".join(["P", url, definition["type"], missing] + ["m"] * isModifier))
    contexts = definition.get("context", [])
    if url.startswith(BASE) and url[len(BASE):].startswith(tuple(WIDER)):
        contexts = []
    if definition["type"] == "Extension" and contexts and all(c["type"] in ("element", "extension") for c in contexts):
        lines.append("X\t" + " ".join(c["expression"] for c in contexts))
    for key, element in merged.items():
        head, _, below = key.partition(".")
        if below == "url" and definition["type"] == "Extension":
            continue
        binding = element.get("binding", {})
        required = binding.get("valueSet", "").split("|")[0] if binding.get("strength") == "required" else ""
        slicing = element.get("slicing")
        value = fixed(element)
        constraints = [c for c in element.get("constraint", []) if c.get("expression") and c["key"] not in ("ele-1", "ext-1")]
        bounds = [str(element.get("min", "")), str(element.get("max", ""))]
        kinds = types(element)
        if not below and definition["type"] == "Extension" and not constraints:
            continue
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


def collect(concepts, codes):
    for concept in concepts:
        codes.append(concept["code"])
        collect(concept.get("concept", []), codes)


def listed(definitions, wanted, systems, lines):
    """Value sets whose codes can be listed."""
    count = 0
    for definition in definitions:
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
            count += 1
            lines.append("V\t" + definition["url"])
            lines += ["\t".join(["S", system, " ".join(codes)]) for system, codes in sets]
    return count


def write(name, constant, source, urls, definitions, systems):
    lines, wanted = [], set()
    for url in urls:
        described(url, lines, wanted)
    count = listed(definitions, wanted, systems, lines)
    text = "\n".join(lines)
    assert '"""#' not in text
    with open(os.path.join(data, name), "w", encoding="utf-8") as file:
        file.write(
            f"// Generated by Tools/fhir-profiles.py from {source}; do not edit.\n"
            "// swift-format-ignore-file\n\n"
            "/// Profiles and extensions, one element a line; the generator says what the fields are.\n"
            f'let {constant}: StaticString = #"""\n' + text + '\n"""#\n')
    print(name, len(urls), "profiles", len(lines), "lines", len(text), "bytes", count, "of", len(wanted), "value sets")


systems = {}
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
for pattern in ("ukcore-r4/structuredefinitions/*.json", "nhse-genomics-fhir/StructureDefinition/*.json"):
    for definition in load(pattern):
        profiles[definition["url"]] = definition
known = sorted(profiles)
sets = list(load("ukcore-r4/valuesets/*.json")) + list(load("nhse-genomics-fhir/ValueSet/*.json"))
write("KnownProfiles.swift", "knownProfiles", "UK Core and NHS England genomics profiles (Apache-2.0)", known, sets, systems)

systems = {}
for definition in load("CodeSystem-*.json", core):
    if definition.get("content") == "complete":
        codes = []
        collect(definition.get("concept", []), codes)
        systems[definition["url"]] = codes
for definition in load("StructureDefinition-*.json", core):
    if definition.get("derivation") == "constraint":
        profiles[definition["url"]] = definition
own = [url for url in sorted(profiles) if url not in known and url.rsplit("/", 1)[-1] not in NATIVE]
sets = list(load("ValueSet-*.json", core))
write("CoreProfiles.swift", "coreProfiles", "hl7.fhir.r4.core 4.0.1 (CC0)", own, sets, systems)
