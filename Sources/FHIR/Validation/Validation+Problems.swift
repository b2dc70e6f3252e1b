import Diagnostics
import Tree

extension Validation {
    mutating func note(
        _ code: String, _ message: String, at index: Int, byte: Int? = nil, child: String? = nil,
        severity: Diagnostic.Severity = .error, hint: String? = nil
    ) {
        var path = ""
        if !problems.isFull {
            path = TreePath.text(of: index, in: nodes) { bytes[Int($0)] }
            if let child { path += "." + child }
        }
        let place = sourceLength > 0 ? byte ?? Int(nodes[index].source) : nil
        problems.add(code, message, at: path, byte: place, severity: severity, hint: hint)
    }

    mutating func unknown(_ index: Int, in type: UInt16) {
        let name = String(decoding: Schema.name(of: nodes[index], in: bytes), as: UTF8.self)
        let owner = schema.typeNames[Int(type)]
        let close = problems.isFull ? nil : closeName(to: name, among: spellings(of: type))
        let start = Int(nodes[index].nameStart)
        note(
            "fhir-unknown-element", "\(owner) has no element of this name", at: index,
            byte: start > 0 && start < sourceLength ? start - 1 : nil,
            hint: close.map { "did you mean \($0)?" })
    }

    mutating func untyped(_ index: Int, _ property: Property) {
        let element = FHIRElement(schema: schema, index: Int(property.element))
        let spellings = element.types.prefix(3).map { element.spelling(of: $0) }.joined(separator: ", ")
        note(
            "fhir-choice", "a choice says its type in its name", at: index,
            hint: spellings + (element.types.count > 3 ? ", …" : ""))
    }

    mutating func tooMany(_ index: Int, _ property: Property) {
        if property.isChoice {
            note("fhir-choice", "a choice has one type and stands once", at: index)
        } else {
            note("fhir-too-many", "the element stands once at most", at: index)
        }
    }

    mutating func required(_ missing: UInt64, parent: Int, type: UInt16) {
        let record = schema.types[Int(type)]
        for ordinal in 0..<Int(record.elementCount) where missing & (1 << UInt64(ordinal)) != 0 {
            let element = FHIRElement(schema: schema, index: Int(record.firstElement) + ordinal)
            let name = element.isChoice ? element.name + "[x]" : element.name
            note("fhir-required", "\(schema.typeNames[Int(type)]) needs \(name)", at: parent, child: element.name)
        }
    }

    mutating func wrongKind(_ index: Int, wanted: Tree.Kind, type: UInt16) {
        func words(_ kind: Tree.Kind) -> String {
            switch kind {
            case .object: "an object"
            case .string, .xhtml: "a string"
            case .number: "a number"
            case .boolean: "true or false"
            case .null: "null"
            case .message, .group, .segment, .field, .component, .subcomponent: "an element of HL7 v2"
            }
        }
        note(
            "fhir-kind", "\(schema.typeNames[Int(type)]) is \(words(wanted)), not \(words(nodes[index].kind))", at: index)
    }

    mutating func unlisted(_ index: Int, _ property: Property) {
        let valueSet = RequiredValueSet(schema: schema, index: property.binding)
        var hint: String?
        if !problems.isFull {
            let codes = Set(valueSet.codes.map(\.code)).sorted()
            hint = codes.prefix(12).joined(separator: ", ") + (codes.count > 12 ? ", …" : "")
        }
        note("fhir-code", "the code is not one of \(valueSet.url)", at: index, hint: hint)
    }

    private func spellings(of type: UInt16) -> [String] {
        schema.properties.lazy.filter { $0.owner == type && $0.type != 0 }.map {
            String(
                decoding: schema.names[Int($0.nameStart)..<Int($0.nameStart) + Int($0.nameLength)], as: UTF8.self)
        }
    }
}
