import Tree

/// Reads the distilled definitions into tables; `Tools/fhir-schema.py` says what the lines are.
///
/// The text is ours and generated, so a mistake in it is a defect and may trap.
struct SchemaLoading {
    private(set) var names: [UInt8] = []
    private(set) var types: [TypeRecord] = [TypeRecord()]
    private(set) var typeNames = [""]
    private(set) var elements: [ElementRecord] = []
    private(set) var typeLists: [UInt16] = []
    private(set) var properties: [Property] = []
    private(set) var propertyIndex = HashIndex()
    private(set) var typeIndex = HashIndex()
    private(set) var valueSets: [String] = []
    private(set) var systems: [String] = []
    private(set) var codes: [CodeRecord] = []
    private(set) var codeIndex = HashIndex()
    private(set) var numbers: [String: UInt16] = [:]

    private typealias Field = Slice<UnsafeBufferPointer<UInt8>>

    mutating func read(_ text: UnsafeBufferPointer<UInt8>) {
        let lines = text.split(separator: UInt8(ascii: "\n"))
        for line in lines where line.first == UInt8(ascii: "T") { declare(Self.fields(line)) }
        var type = 0
        for line in lines {
            let fields = Self.fields(line)
            switch line[line.startIndex] {
            case UInt8(ascii: "T"):
                type += 1
                begin(type, base: fields[3])
            case UInt8(ascii: "E"): add(fields, to: type)
            case UInt8(ascii: "V"): valueSets.append(Self.string(fields[1]))
            case UInt8(ascii: "S"): addCodes(fields)
            default: preconditionFailure("unknown definition")
            }
        }
    }

    mutating func finish() {
        for type in types.indices.dropFirst() { spell(type) }
        propertyIndex = HashIndex(capacity: properties.count)
        for (position, property) in properties.enumerated() {
            propertyIndex.insert(position, hash: HashIndex.mix(property.owner, property.nameHash))
        }
        typeIndex = HashIndex(capacity: types.count)
        for position in types.indices.dropFirst() { typeIndex.insert(position, hash: types[position].nameHash) }
        codeIndex = HashIndex(capacity: codes.count)
        for (position, code) in codes.enumerated() {
            codeIndex.insert(position, hash: HashIndex.mix(code.valueSet, code.hash))
        }
    }

    // MARK: Lines

    private mutating func declare(_ fields: [Field]) {
        var record = TypeRecord()
        let name = Self.string(fields[1])
        (record.nameStart, record.nameLength, record.nameHash) = store(fields[1])
        record.kind =
            switch fields[2].first {
            case UInt8(ascii: "r"): .resource
            case UInt8(ascii: "c"): .complex
            case UInt8(ascii: "b"): .backbone
            default: .primitive
            }
        record.isAbstract = fields.count > 4
        if record.kind == .primitive { record.format = Self.format(of: name) }
        numbers[name] = UInt16(types.count)
        types.append(record)
        typeNames.append(name)
    }

    /// A type begins with the elements of its base, which stands earlier.
    private mutating func begin(_ type: Int, base: Field) {
        types[type].base = base.isEmpty ? 0 : numbers[Self.string(base)]!
        types[type].firstElement = UInt16(elements.count)
        // XHTML has an `id` and no extensions; it says so itself.
        guard types[type].base != 0, typeNames[type] != "xhtml" else { return }
        let inherited = types[Int(types[type].base)]
        for position in 0..<Int(inherited.elementCount) {
            var element = elements[Int(inherited.firstElement) + position]
            element.owner = UInt16(type)
            elements.append(element)
        }
        types[type].elementCount = inherited.elementCount
    }

    private mutating func add(_ fields: [Field], to type: Int) {
        var element = ElementRecord()
        var name = fields[1]
        if name.last == UInt8(ascii: "]") {
            element.isChoice = true
            name = name.dropLast(3)
        }
        (element.nameStart, element.nameLength, _) = store(name)
        element.owner = UInt16(type)
        element.ordinal = UInt8(types[type].elementCount)
        element.min = UInt8(Self.string(fields[2]))!
        element.max = fields[3].first == UInt8(ascii: "*") ? ElementRecord.unbounded : UInt16(Self.string(fields[3]))!
        var targets: [UInt16] = []
        element.firstType = UInt32(typeLists.count)
        for word in fields[4].split(separator: UInt8(ascii: " ")) {
            let parts = word.split { $0 == UInt8(ascii: "(") || $0 == UInt8(ascii: "|") || $0 == UInt8(ascii: ")") }
            typeLists.append(numbers[Self.string(parts[0])]!)
            // A canonical names its targets too, and they would narrow the references of a choice.
            if parts[0].elementsEqual("Reference".utf8) { targets += parts.dropFirst().map { numbers[Self.string($0)]! } }
            element.typeCount += 1
        }
        element.firstTarget = UInt32(typeLists.count)
        element.targetCount = UInt16(targets.count)
        typeLists += targets
        if fields.count > 5 { element.binding = UInt16(Self.string(fields[5]))! }
        if fields.count > 6 {
            element.isModifier = fields[6].contains(UInt8(ascii: "m"))
            element.isSummary = fields[6].contains(UInt8(ascii: "s"))
        }
        elements.append(element)
        types[type].elementCount += 1
    }

    private mutating func addCodes(_ fields: [Field]) {
        systems.append(Self.string(fields[1]))
        for code in fields[2].split(separator: UInt8(ascii: " ")) {
            let start = UInt32(names.count)
            names += code
            codes.append(
                CodeRecord(
                    start: start, length: UInt16(code.count), valueSet: UInt16(valueSets.count),
                    system: UInt16(systems.count - 1),
                    hash: Name(bytes: code).hash))
        }
    }

    /// Every way in which the elements of a type are written.
    private mutating func spell(_ type: Int) {
        let record = types[type]
        precondition(record.elementCount <= 64, "a bit for each element")
        for position in 0..<Int(record.elementCount) {
            let index = Int(record.firstElement) + position
            let element = elements[index]
            if element.min > 0 { types[type].required |= 1 << UInt64(element.ordinal) }
            let base = Array(names[Int(element.nameStart)..<Int(element.nameStart) + Int(element.nameLength)])
            let baseHash = base.withUnsafeBytes { Name.hash(of: $0) }
            func property(_ start: UInt32, _ length: UInt8, _ hash: UInt32, _ type: UInt16) -> Property {
                Property(
                    nameStart: start, nameHash: hash, baseHash: baseHash, element: UInt16(index), owner: element.owner,
                    type: type, nameLength: length, baseLength: element.nameLength, ordinal: element.ordinal,
                    isChoice: element.isChoice, isCollection: element.max != 1, binding: element.binding)
            }
            let single = element.isChoice ? 0 : typeLists[Int(element.firstType)]
            properties.append(property(element.nameStart, element.nameLength, baseHash, single))
            guard element.isChoice else { continue }
            for choice in typeLists[Int(element.firstType)..<Int(element.firstType) + Int(element.typeCount)] {
                var name = base + Array(typeNames[Int(choice)].utf8)
                // `value` + `dateTime` is `valueDateTime`.
                if name[base.count] >= UInt8(ascii: "a") { name[base.count] -= 32 }
                let start = UInt32(names.count)
                names += name
                properties.append(
                    property(start, UInt8(name.count), name.withUnsafeBytes { Name.hash(of: $0) }, choice))
            }
        }
    }

    // MARK: Fields

    private mutating func store(_ field: Field) -> (UInt32, UInt8, UInt32) {
        let start = UInt32(names.count)
        names += field
        return (start, UInt8(field.count), Name(bytes: field).hash)
    }

    private static func fields(_ line: Field) -> [Field] {
        line.split(separator: UInt8(ascii: "\t"), omittingEmptySubsequences: false)
    }

    private static func string(_ field: Field) -> String { String(decoding: field, as: UTF8.self) }

    private static func format(of name: String) -> PrimitiveFormat {
        switch name {
        case "base64Binary": .base64Binary
        case "boolean": .boolean
        case "canonical": .canonical
        case "code": .code
        case "date": .date
        case "dateTime": .dateTime
        case "decimal": .decimal
        case "id": .id
        case "instant": .instant
        case "integer": .integer
        case "markdown": .markdown
        case "oid": .oid
        case "positiveInt": .positiveInt
        case "time": .time
        case "unsignedInt": .unsignedInt
        case "uri": .uri
        case "url": .url
        case "uuid": .uuid
        case "xhtml": .xhtml
        default: .string
        }
    }
}
