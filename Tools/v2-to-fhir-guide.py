#!/usr/bin/env python3
"""Distils the HL7 v2-to-FHIR guide's tables into Mappings/guide/*.tsv, the base layer that `hub coverage` measures the maps by.

    Tools/v2-to-fhir-guide.py ../shared/reference/v2-to-fhir Mappings/guide

Facts only: what is read, what it becomes, under which computable condition, by which further table. Narratives and comments stay with
the guide (HL7/v2-to-fhir, Apache-2.0). A row's key is its source and, from the second row of that source on, its number: `PID-7/2`.
"""
import csv
import glob
import os
import re
import sys

# Slips of the tables themselves, by table: what stands there, what is meant. Each was decided from the FHIR R4 definition.
SLIPS = [
    ("occurrenceTIming", "occurrenceTiming"), ("occurenceTiming", "occurrenceTiming"),
    ("occurrenceTiming.bounds", "occurrenceTiming.repeat.bounds"), ("occurrenceTiming.duration", "occurrenceTiming.repeat.duration"),
    ("boundPeriod", "boundsPeriod"), ("coding.sytem", "coding.system"), ("coding.value", "coding.code"),
    ("function.coding.uri", "function.coding.system"), ("valuedateTime", "valueDateTime"), ("organziation", "organization"),
    ("Practioner.", "Practitioner."), ("practioner(", "practitioner("), ("contactpoint.", "contactPoint."),
    ("coding[3.version", "coding[3].version"), ("orginal-sub-identiier", "original-sub-identifier"),
    ("substitution.allowedCodeableConcept", "substitution.allowedCodeableConcept"), ("payer", "payor"),
    ("participant.coveragePeriod", "participant.period")
]
TEXT_SLIPS = [
    ("http://hl7.org/fhir/R4/extension-data-absent-reason.html", "http://hl7.org/fhir/StructureDefinition/data-absent-reason"),
    ("http://hl7.org/fhir/R4/extension-humanname-assembly-order.html", "http://hl7.org/fhir/StructureDefinition/humanname-assembly-order"),
    ("http://hl7.org/fhir/v\\5.0/", "http://hl7.org/fhir/5.0/"), ("https://hl7.org/fhir/5.0/", "http://hl7.org/fhir/5.0/"),
    ("http://hl7.org/fhir/sid/us-ssn.", "http://hl7.org/fhir/sid/us-ssn"),
    ("https://hl7.org/fhir/StructureDefinition/", "http://hl7.org/fhir/StructureDefinition/"), ("http://unitsofmeasure.org/", "http://unitsofmeasure.org"),
    ("https://hl7.org/fhir/R4/v3/ParticipationType/cs.html", "http://terminology.hl7.org/CodeSystem/v3-ParticipationType"),
    ("https://hl7.org/fhir/R4/v3/RoleCode/cs.html#v3-RoleCode-_PersonalRelationshipRoleType", "http://terminology.hl7.org/CodeSystem/v3-RoleCode"),
    ("http://www.hl7.org/fhir/extension-condition-asserteddate", "http://hl7.org/fhir/StructureDefinition/condition-assertedDate"),
]
# Names of tables that are spelled in two ways; file names win.
NAMES = {
    "CQ[Code]": "CQ[code]", "CQ[Decimal]": "CQ[decimal]", "CQ[UnsignedInt]": "CQ[unsignedInt]", "CWE[Code]": "CWE[code]",
    "CWE[String]": "CWE[string]", "CWE[coding]": "CWE[Coding]", "DTM[DateTime]": "DTM[dateTime]", "ID[Boolean]": "ID[boolean]",
    "ID[Code]": "ID[code]", "ID[String]": "ID[string]", "MSG[Code]": "MSG[code]", "NM[PositiveInt]": "NM[positiveInt]",
    "PL[location]": "PL[Location]", "TS[DateTime]": "TS[dateTime]", "XPN[String]": "XPN[string]",
    "Additive/Preservative": "AdditivePreservative", "Contact Role": "ContactRole", "Yes/NoIndicator": "YesNoIndicator",
    "Yes/NoIndicator[AvailabilityStatus]": "YesNoIndicator[AvailabilityStatus]",
}


def tables(root, kind):
    for path in sorted(glob.glob(f"{root}/{kind}/*.csv")):
        name = re.sub(r" - .*\.csv$", "", os.path.basename(path).split("_ ", 1)[1]).strip()
        with open(path, encoding="utf-8-sig", newline="") as file:
            rows = [[cell.strip() for cell in row] + [""] * 20 for row in list(csv.reader(file))[2:]]
        yield name, rows


def clean(text):
    return re.sub(r"\s+", " ", text).strip()


def keys():
    seen = {}

    def key(table, source):
        count = seen[table, source] = seen.get((table, source), 0) + 1
        return source if count == 1 else f"{source}/{count}"

    return key


def elements(root, kind, out):
    key = keys()
    for name, rows in tables(root, kind):
        owner = name.split("[")[0]
        for row in rows:
            source = row[1] or owner
            target, literal = clean(row[9]), clean(row[16])
            for slip, meant in SLIPS:
                target = target.replace(slip, meant)
            target = re.sub(r"^Quantity\.", "", re.sub(r"(extension(\[\d\])?)\.uri\b", r"\1.url", target))
            if "=" in target:
                target, equal = target.split("=", 1)
                literal = literal or equal
            # Loses the closing parenthesis in places.
            target += ")" * (target.count("(") - target.count(")"))
            quoted = re.fullmatch(r'"\s*([^"]*?)\s*"?', literal)
            formula = "" if quoted or not literal else literal
            literal = quoted.group(1) if quoted else ""
            if re.fullmatch(r"https?://\S+", formula):
                literal, formula = formula, ""
            if row[14] and literal.startswith("http"):
                literal = ""  # the system of the row below has slipped into this one
            if name == "PV1[Encounter]" and source == "PV1-42":
                literal = "" if row[14] else "reserved"  # likewise, upwards
            for slip, meant in TEXT_SLIPS:
                literal = literal.replace(slip, meant)
            literal = re.sub(r"\s", "", literal) if literal.startswith("http") else literal
            code = NAMES.get(clean(row[15]), clean(row[15]))
            out.append([name, key(name, source), clean(row[6] or row[7]), target.replace(" ", ""),
                        NAMES.get(clean(row[14]), clean(row[14])), code, literal, clean(formula)])


def messages(root, out):
    key = keys()
    for name, rows in tables(root, "messages"):
        for row in rows:
            if not row[1]:
                continue
            out.append([name, key(name, row[1]), clean(row[6] or row[7]), clean(row[9]).replace(" ", ""), clean(row[10]), clean(row[11])])


def codes(root, out):
    for name, rows in tables(root, "codesystems"):
        key = keys()
        for row in rows:
            if row[0]:
                # Some tables write the system a column early.
                system = clean(row[9]) or (clean(row[8]) if row[8].startswith("http") else "")
                out.append([name, key(name, clean(row[0])), clean(row[2]), clean(row[6]), system])


def write(path, header, rows):
    with open(path, "w", encoding="utf-8") as file:
        file.write("# HL7 v2-to-FHIR (HL7/v2-to-fhir, Apache-2.0), distilled by Tools/v2-to-fhir-guide.py. Do not edit.\n")
        file.write("# " + "\t".join(header) + "\n")
        previous = ""
        for row in rows:
            # A table's name stands in its first row only.
            file.write("\t".join([row[0] if row[0] != previous else ""] + row[1:]).rstrip("\t") + "\n")
            previous = row[0]


def main():
    root, folder = sys.argv[1:3]
    os.makedirs(folder, exist_ok=True)
    header = ["table", "row", "condition", "target", "type map", "code map", "text", "formula"]
    for kind, name in (("segments", "segments"), ("datatypes", "types")):
        rows = []
        elements(root, kind, rows)
        write(f"{folder}/{name}.tsv", header, rows)
    rows = []
    messages(root, rows)
    write(f"{folder}/messages.tsv", ["message", "row", "condition", "target", "segment map", "references"], rows)
    rows = []
    codes(root, rows)
    write(f"{folder}/codes.tsv", ["table", "code", "system", "target", "target system"], rows)


main()
