#!/usr/bin/env python3
"""Distils the HL7 v2 schema (segments, data types, message structures, tables; 2.3 to 2.8.2) into Swift source.

    Tools/hl7v2-schema.py REFERENCE-FOLDER OUTPUT-FOLDER

REFERENCE-FOLDER holds one folder per version with segments.tsv, datatypes.tsv, structures.txt and tables.tsv. What
versions have in common is written once, with a mask of the versions (bit 0 is 2.3, bit 9 is 2.8.2, hexadecimal).
The lines written are read by Schema+Parsing.swift; its comment describes them.
"""
import os
import re
import sys

VERSIONS = ["2.3", "2.3.1", "2.4", "2.5", "2.5.1", "2.6", "2.7", "2.8", "2.8.1", "2.8.2"]
ALL = (1 << len(VERSIONS)) - 1
SMALL = {"OF", "OR", "AND", "TO", "FOR", "THE", "IN", "ON", "BY", "FROM", "WITH", "AT", "AN", "AS"}
# Groups that the source of the facts misspells or names by their content; CHOICE: one of, not all of.
NAMES = {
    "TIIMING": "TIMING", "OBXNTE_SUPPGRP": "OBSERVATION", "OBXTCDSIDNTE_SUPPGRP": "RESULT",
    "OBRRQDRQ1RXOODSODT_SUPPGRP": "CHOICE", "PIDPD1NTE_SUPPGRP": "PATIENT", "PV1PV2_SUPPGRP": "VISIT",
    "TQ1TQ2_SUPPGRP": "TIMING_QTY", "SPMOBXSACINV_SUPPGRP": "SPECIMEN",
    "SPMOBXSACINVOBRORCNTETQ1TQ2OBXTCDSIDNTECTI_SUPPGRP": "SPECIMEN",
}
UPPER = {
    "ID", "HL7", "ISO", "SSN", "DNA", "DRG", "NDC", "UB", "UB82", "UB92", "UPIN", "CPT", "ICD", "RX", "HCD", "CLIA", "DEA",
    "MRN", "PIN", "ABO", "IV", "PRN", "VAT", "OID", "URI", "URL", "XML", "ASCII", "CCD", "GP", "II", "III", "DSM",
}


def read_tsv(path):
    if not os.path.exists(path):
        return []
    with open(path, encoding="utf-8") as file:
        rows = [line.rstrip("\n").split("\t") for line in file if line.strip()]
    return rows[1:]


def readable(raw, data_type, segments):
    """`DATE_TIME_OF_BIRTH` -> `Date/Time of Birth`."""
    words = raw.split("_")
    # The names of early versions end in the component's own type (STREET_ADDRESS_ST) or the segment (SET_ID_PID).
    if len(words) > 1 and words[-1] == data_type and data_type not in ("", "ID"):
        words = words[:-1]
    elif len(words) > 2 and words[-1] == "ID" and data_type == "ID" and words[-2] == "CODE":
        words = words[:-1]
    tail = ""
    if len(words) > 1 and words[-1] in segments:
        tail = " - " + words[-1]
        words = words[:-1]
    text = []
    for number, word in enumerate(words):
        if word == "S" and text:
            text[-1] += "'s"
        elif word in UPPER or (len(word) > 1 and any(c.isdigit() for c in word)):
            text.append(word)
        elif word in SMALL and number > 0:
            text.append(word.lower())
        else:
            text.append(word[:1].upper() + word[1:].lower())
    joined = " ".join(text)
    joined = joined.replace("Date Time", "Date/Time").replace("E G ", "e.g. ").replace("e.g. Md", "e.g. MD")
    return joined + tail


def shared(per_version):
    """[{key: value} per version] -> [(key, mask, value)], keys in order of first sight, equal values merged."""
    merged = {}
    for bit, table in enumerate(per_version):
        for key, value in table.items():
            variants = merged.setdefault(key, {})
            variants[value] = variants.get(value, 0) | (1 << bit)
    return [(key, mask, value) for key, variants in merged.items() for value, mask in variants.items()]


def cardinality(low, high):
    low, high = int(low), int(high)
    if (low, high) == (0, 1):
        return ""
    if (low, high) == (1, 1):
        return "!"
    if high == -1:
        return "*" if low == 0 else "+" if low == 1 else f"{low}-"
    return f"{low}-{high}"


# Message structures -----------------------------------------------------------------------------------------------

def parse_structure(name, text):
    tokens = text.split()
    at = 0

    def sequence(closers):
        nonlocal at
        items = []
        while at < len(tokens) and tokens[at] not in closers:
            items.append(item())
        return items

    def item():
        nonlocal at
        token = tokens[at]
        at += 1
        if token == "[":
            inner = sequence({"]"})
            at += 1
            assert len(inner) == 1, (name, inner)
            kind, label, children, low, high = inner[0]
            return (kind, label, children, 0, high)
        if token == "{":
            inner = sequence({"}"})
            at += 1
            assert len(inner) == 1, (name, inner)
            kind, label, children, low, high = inner[0]
            return (kind, label, children, low, -1)
        if token.startswith("<"):
            label = token[1:-1]
            inner = sequence({f"</{label}>"})
            at += 1
            short = label[len(name) + 1:] if label.startswith(name + "_") else label
            short = NAMES.get(short, short)
            if short.endswith("CHOICE"):
                return ("choice", short, inner, 1, 1)
            return ("group", short, inner, 1, 1)
        return ("segment", "*" if token == "ANYHL7SEGMENT" else token, [], 1, 1)

    items = sequence(set())
    assert at == len(tokens), (name, tokens[at:])
    return items


def write_items(items):
    items = [i for i in items if i[0] == "segment" or i[2]]  # the source has a group without parts
    return " ".join(write_item(i) for i in items)


def write_item(item):
    kind, label, children, low, high = item
    suffix = {(1, 1): "", (0, 1): "?", (1, -1): "+", (0, -1): "*"}[(low, high)]
    if kind == "segment":
        return ("ANY" if label == "*" else label) + suffix
    if kind == "choice":
        return "(" + "|".join(c[1] if c[1] != "*" else "ANY" for c in children) + ")" + suffix
    return label + "(" + write_items(children) + ")" + suffix


def contains(items, segment):
    return any(i[1] == segment if i[0] == "segment" else contains(i[2], segment) for i in items)


def lend_specimen(structures):
    """Trusts send SPM in versions that did not have it yet (2.4 OML^O21): lend the specimen group of 2.5.1.

    It is put at the end of the group that OBR heads, so that an OBX behind an SPM stays with its specimen."""
    spare = ("group", "SPECIMEN", [("segment", "SPM", [], 1, 1), ("segment", "OBX", [], 0, -1)], 0, -1)

    def lend(items):
        if any(i[0] in ("segment", "choice") and (i[1] == "OBR" or any(c[1] == "OBR" for c in i[2])) for i in items):
            return items + [spare], True
        for number, i in enumerate(items):
            if i[0] == "group" and "PRIOR" not in i[1]:
                children, done = lend(i[2])
                if done:
                    return items[:number] + [(i[0], i[1], children, i[3], i[4])] + items[number + 1:], True
        return items, False

    for name in ("ORU_R01", "OML_O21", "ORM_O01", "OMG_O19"):
        if name in structures and not contains(structures[name], "SPM"):
            structures[name] = lend(structures[name])[0]


def pair_people(structures):
    """What stands behind each PID of a message about two people belongs to that one: a group for each, which the standard
    writes as one row of segments."""
    for name in ("ADT_A17", "ADT_A24", "ADT_A37"):
        items = structures.get(name)
        if items is None:
            continue
        first, second = [n for n, i in enumerate(items) if i[1] == "PID"]
        assert items[first:second] == items[second:], (name, items)
        structures[name] = items[:first] + [("group", "PATIENT", items[first:second], 1, -1)]


def lend_result(structures):
    """A result at the point of care (R30) is a result (R01) of one order."""
    if "ORU_R30" in structures:
        structures["ORU_R30"] = structures["ORU_R01"]


def lend_segment(segments, types, segment, lender):
    """Gives the versions before `lender` its definition of the segment, with the data types that it needs."""
    for version in range(lender):
        if any(key[0] == segment for key in segments[version]):
            continue
        wanted = []
        for key, value in segments[lender].items():
            if key[0] == segment:
                segments[version][key] = value
                wanted.append(value.split("\t")[0])
        while wanted:
            name = wanted.pop()
            if any(key[0] == name for key in types[version]):
                continue
            for key, value in types[lender].items():
                if key[0] == name:
                    types[version][key] = value
                    wanted.append(value.split("\t")[0])


def main():
    reference, output = sys.argv[1], sys.argv[2]
    segments, types, structures, tables = [], [], [], []
    used_types = set()
    for version in VERSIONS:
        folder = os.path.join(reference, version)
        rows = read_tsv(os.path.join(folder, "segments.tsv"))
        names = {r[0] for r in rows}
        table = {}
        for segment, field, name, data_type, low, high, codes in ((r + [""] * 7)[:7] for r in rows):
            if data_type in ("None", ""):
                continue
            data_type = "WD" if data_type == "wd" else data_type
            used_types.add(data_type)
            table[(segment, int(field))] = "\t".join(
                [data_type, cardinality(low, high), codes.replace("HL7", ""), readable(name, "", names)])
        segments.append(table)
        table = {}
        for data_type, number, name, component, low, high, codes in (
                (r + [""] * 7)[:7] for r in read_tsv(os.path.join(folder, "datatypes.tsv"))):
            used_types.add(component)
            table[(data_type, int(number))] = "\t".join(
                [component, cardinality(low, high), codes.replace("HL7", ""), readable(name, component, set())])
        types.append(table)
        found = {}
        with open(os.path.join(folder, "structures.txt"), encoding="utf-8") as file:
            for line in file:
                if line.strip():
                    name, text = line.strip().split(":", 1)
                    found[name] = parse_structure(name, text)
        lend_specimen(found)
        pair_people(found)
        lend_result(found)
        structures.append({name: write_items(items) for name, items in found.items()})
        found = {}
        for row in read_tsv(os.path.join(folder, "tables.tsv")):
            values = [v.strip() for v in row[1].split("|")]
            values = [v for v in values if v and v != "..." and "\t" not in v]
            found[row[0].replace("HL7", "")] = "\t".join(values)
        tables.append(found)
    lend_segment(segments, types, "SPM", VERSIONS.index("2.5"))
    tables[0] = tables[1]  # no tables are known for 2.3

    def keyed(rows):
        """Field and component rows: the owner is written once, in front of its rows."""
        lines, owner = [], None
        for (name, number), mask, value in sorted(rows, key=lambda r: (r[0], -r[1])):
            if name != owner:
                lines.append(":" + name)
                owner = name
            lines.append(f"{number}\t{'' if mask == ALL else format(mask, 'x')}\t{value}")
        return lines

    def plain(rows):
        return [f"{name}\t{'' if mask == ALL else format(mask, 'x')}\t{value}"
                for name, mask, value in sorted(rows, key=lambda r: (r[0], -r[1]))]

    for swift_name, title, lines in [
            ("segments", "Segments", keyed(shared(segments))),
            ("dataTypes", "DataTypes", keyed(shared(types))),
            ("structures", "Structures", plain(shared(structures))),
            ("tables", "Tables", plain(shared(tables)))]:
        text = "\n".join(lines)
        assert '"""#' not in text
        path = os.path.join(output, f"SchemaText+{title}.swift")
        with open(path, "w", encoding="utf-8") as file:
            file.write("// Written by Tools/hl7v2-schema.py from the facts of the HL7 v2 standard; do not edit.\n")
            file.write("// Schema+Parsing.swift says how to read it.\n")
            file.write("// swift-format-ignore-file\n\n")
            file.write("extension SchemaText {\n")
            file.write(f'    static let {swift_name}: StaticString = #"""\n{text}\n"""#\n}}\n')
        print(path, os.path.getsize(path), len(lines))


main()
