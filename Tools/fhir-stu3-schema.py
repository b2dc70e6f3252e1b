#!/usr/bin/env python3
"""fhir-stu3-schema.py: distils FHIR STU3's types and elements into Sources/FHIR/Schema/STU3Definitions.swift.

They are read from the Python package `fhir.resources` 8.3.0 (BSD), whose subpackage STU3 was generated from HL7's definitions of FHIR 3.0.2
(CC0). Run it with a Python that has the package: `python3 -m venv v && v/bin/pip install fhir.resources==8.3.0`.

The lines are those of Tools/fhir-schema.py; what R4Definitions.swift says word for word stands as `=`:
  = <type> …               types that R4 has, element for element
  T <type> <kind> <base>   and its elements: an E line each, or
  = <element> …            a line of them that R4's type of this name has alike
Value sets are numbered behind R4's: the codes of a required binding, where the package knows all of them and R4 has others.
"""
import importlib
import os
import pkgutil
import re
import typing

import fhir.resources.STU3 as package

folder = os.path.join(os.path.dirname(__file__), "..", "Sources", "FHIR", "Schema")
with open(os.path.join(folder, "R4Definitions.swift"), encoding="utf-8") as file:
    text = file.read()
# What R4 says: type → (T line, {element: E line}); value sets by number.
r4, r4_sets, r4_codes = {}, [""], [set()]
for line in text[text.index('#"""') + 5:text.index('"""#')].splitlines():
    fields = line.split("\t")
    if fields[0] == "T":
        own = {}
        r4[fields[1]] = (line, own)
    elif fields[0] == "E":
        own[fields[1]] = line
    elif fields[0] == "V":
        r4_sets.append(fields[1])
        r4_codes.append(set())
    elif fields[0] == "S":
        r4_codes[-1] |= set(fields[2].split(" "))

classes, heads = {}, {}
for module in pkgutil.iter_modules(package.__path__):
    loaded = importlib.import_module(f"{package.__name__}.{module.name}")
    for name, value in vars(loaded).items():
        if isinstance(value, type) and getattr(value, "__module__", "") == loaded.__name__ and hasattr(value, "elements_sequence"):
            classes[name] = value
            if name.lower() == module.name:
                heads[name] = value

ABSTRACT = {"Element", "BackboneElement", "Resource", "DomainResource"}
SKIPPED = {"FHIRPrimitiveExtension", "FHIRResourceModel", "MetadataResource"}
QUANTITIES = {"Age", "Count", "Distance", "Duration", "Money"}
PRIMITIVES = {
    "Base64Binary": "base64Binary", "Code": "code", "Date": "date", "DateTime": "dateTime", "Decimal": "decimal", "Id": "id",
    "Instant": "instant", "Integer": "integer", "Markdown": "markdown", "Oid": "oid", "PositiveInt": "positiveInt", "String": "string",
    "Time": "time", "UnsignedInt": "unsignedInt", "Uri": "uri", "Uuid": "uuid", "Xhtml": "xhtml", "Boolean": "boolean",
}


def type_name(annotation):
    """The type's name and whether it repeats."""
    repeats = False
    while True:
        if annotation is bool:
            return "boolean", repeats
        if isinstance(annotation, type) or not typing.get_args(annotation):
            name = getattr(annotation, "__name__", str(annotation))
            assert name.endswith("Type"), annotation
            return name[:-4], repeats
        origin, arguments = typing.get_origin(annotation), [a for a in typing.get_args(annotation) if a is not type(None)]
        if origin is typing.Annotated or hasattr(annotation, "__metadata__"):
            for mark in annotation.__metadata__:
                if type(mark).__name__ in PRIMITIVES:
                    return PRIMITIVES[type(mark).__name__], repeats
            annotation = arguments[0]
            continue
        if origin is list:
            repeats = True
        assert len([a for a in arguments]) >= 1, annotation
        annotation = arguments[0]


def kind_of(name):
    return "r" if name in heads and issubclass(heads[name], heads["Resource"]) else "c"


def base_of(name):
    if name in ("Element", "Resource"):
        return ""
    if name in QUANTITIES:
        return "Quantity"
    for parent in heads[name].__mro__[1:]:
        if parent.__name__ in ABSTRACT:
            return parent.__name__
    raise AssertionError(name)


sets = []


def binding(path, extra, title, r4_line):
    """The number of the required value set: R4's own where the codes are the same, a new one where all are known."""
    values = extra.get("enum_values")
    known = int((r4_line.split("\t") + ["", ""])[5] or 0) if r4_line and r4_line.count("\t") > 4 else 0
    if not values:
        return known
    if "+" in values or len(values) < 2 or not all(re.fullmatch(r"[A-Za-z0-9.<>=!_-]+", value) for value in values):
        return 0
    if known and r4_codes[known] == set(values):
        return known
    resource = path.split(".")[0].lower()
    entry = (f"http://hl7.org/fhir/STU3/{resource}-definitions.html#{path}", values)
    sets.append(entry)
    return len(r4_sets) - 1 + len(sets)


lines, seen, pending = {}, {}, []
paths = {}


def describe(path, cls, kind, base, inherited):
    """The T line and the E lines of a type; nested ones follow."""
    head = "\t".join(["T", path, kind, base] + (["abstract"] if path in ABSTRACT else []))
    own, nested, order = [], [], []
    for name in dict.fromkeys(cls.elements_sequence()):
        if name in inherited:
            continue
        field = next(f for n, f in cls.model_fields.items() if (f.alias or n) == name and not n.endswith("__ext"))
        extra = field.json_schema_extra or {}
        group = extra.get("one_of_many")
        if group and group in order:
            continue
        if group:
            order.append(group)
            choices = [
                f for n, f in cls.model_fields.items() if not n.endswith("__ext") and (f.json_schema_extra or {}).get("one_of_many") == group
            ]
            sequence = list(cls.elements_sequence())
            choices.sort(key=lambda f: sequence.index(f.alias))
        else:
            order.append(name)
            choices = [field]
        spelled = f"{group}[x]" if group else name
        words, repeats = [], False
        for choice in choices:
            type_, many = type_name(choice.annotation)
            repeats = repeats or many
            if type_ in classes and type_ not in heads:
                element = f"{path}.{name}"
                if classes[type_] in paths:
                    type_ = paths[classes[type_]]
                else:
                    paths[classes[type_]] = element
                    nested.append((element, classes[type_]))
                    type_ = element
            targets = (choice.json_schema_extra or {}).get("enum_reference_types")
            if targets and targets != ["Resource"] and type_ == "Reference":
                type_ = f"Reference({'|'.join(targets)})"
            words.append(type_)
        required = (field.is_required() or extra.get("element_required") or extra.get("one_of_many_required"))
        r4_line = r4.get(path, ("", {}))[1].get(spelled)
        number = 0 if group else binding(f"{path}.{name}", extra, field.title, r4_line)
        if number and words != ["code"]:
            number = 0
        flags = (r4_line.split("\t") + [""] * 3)[6] if r4_line else ("s" if extra.get("summary_element_property") else "")
        fields = ["E", spelled, "1" if required else "0", "*" if repeats else "1", " ".join(words),
                  str(number) if number or flags else "", flags]
        own.append("\t".join(fields).rstrip("\t"))
    lines[path] = (head, own)
    for element, inner in nested:
        parent = next(p.__name__ for p in inner.__mro__[1:] if p.__name__ in ABSTRACT)
        describe(element, inner, "b", parent, set(heads[parent].elements_sequence()))


def rank(name):
    head = ["Element", "BackboneElement", "Resource", "DomainResource", "string", "uri", "integer", "Quantity"]
    return head.index(name) if name in head else len(head)


for name in sorted(set(heads) - SKIPPED, key=lambda n: (rank(n), n)):
    base = base_of(name)
    describe(name, heads[name], kind_of(name), base, set(heads[base].elements_sequence()) if base else set())
# Primitive types, and what the package writes by hand, are R4's; STU3 has no canonical and no url.
for name, (head, own) in r4.items():
    if head.split("\t")[2] == "p" and name not in ("canonical", "url"):
        lines[name] = (head, list(own.values()))

order = sorted(lines, key=lambda n: rank(n))
out, same, whole = [], [], 0
for name in order:
    head, own = lines[name]
    known_head, known = r4.get(name, ("", {}))
    if head == known_head and own == list(known.values()):
        whole += 1
        if out and out[-1].startswith("=\t") and out[-1].split("\t")[1][:1] != "":
            if last_kind == "type":
                out[-1] += " " + name
                continue
        out.append("=\t" + name)
        last_kind = "type"
        continue
    out.append(head)
    last_kind = ""
    for line in own:
        element = line.split("\t")[1]
        if known.get(element) == line:
            if last_kind == "element":
                out[-1] += " " + element
            else:
                out.append("~\t" + element)
                last_kind = "element"
        else:
            out.append(line)
            last_kind = ""
for url, values in sets:
    out.append("V\t" + url)
    out.append("S\t\t" + " ".join(values))
text = "\n".join(out)
assert '"""#' not in text and text.isascii()
with open(os.path.join(folder, "STU3Definitions.swift"), "w", encoding="utf-8") as file:
    file.write(
        "// Generated by Tools/fhir-stu3-schema.py from fhir.resources 8.3.0 (BSD), its source FHIR 3.0.2 (CC0); do not edit.\n"
        "// swift-format-ignore-file\n\n"
        "/// The types and elements of FHIR STU3 as they differ from R4's; the generator says what the lines are.\n"
        'let stu3Definitions: StaticString = #"""\n' + text + '\n"""#\n')
print(len(order), "types,", whole, "of them R4's;", len(out), "lines", len(text), "bytes", len(sets), "value sets")
