/// JSON while a Bundle is made; members stay in the order given, a nil member is left out.
indirect enum JSONValue: Sendable {
    case text(String)
    case number(String)
    case flag(Bool)
    case list([JSONValue])
    case object([(String, JSONValue)])

    func write(to bytes: inout [UInt8]) {
        switch self {
        case .text(let text):
            bytes.append(0x22)
            for byte in text.utf8 {
                switch byte {
                case 0x22, 0x5C: bytes += [0x5C, byte]
                case 0x0A: bytes += [0x5C, 0x6E]
                default: bytes.append(byte)
                }
            }
            bytes.append(0x22)
        case .number(let digits): bytes.append(contentsOf: digits.utf8)
        case .flag(let flag): bytes.append(contentsOf: (flag ? "true" : "false").utf8)
        case .list(let items): JSONValue.write(items, "[", "]", to: &bytes) { item, bytes in item.write(to: &bytes) }
        case .object(let members):
            JSONValue.write(members, "{", "}", to: &bytes) { member, bytes in
                JSONValue.text(member.0).write(to: &bytes)
                bytes.append(0x3A)
                member.1.write(to: &bytes)
            }
        }
    }

    private static func write<Item>(
        _ items: [Item], _ open: Unicode.Scalar, _ close: Unicode.Scalar, to bytes: inout [UInt8],
        _ each: (Item, inout [UInt8]) -> Void
    ) {
        bytes.append(UInt8(ascii: open))
        for (place, item) in items.enumerated() {
            if place > 0 { bytes.append(0x2C) }
            each(item, &bytes)
        }
        bytes.append(UInt8(ascii: close))
    }
}

extension JSONValue: ExpressibleByStringInterpolation, ExpressibleByArrayLiteral, ExpressibleByDictionaryLiteral {
    init(stringLiteral value: String) { self = .text(value) }
    init(arrayLiteral elements: JSONValue...) { self = .list(elements) }
    init(dictionaryLiteral elements: (String, JSONValue?)...) {
        self = .object(elements.compactMap { name, value in value.map { (name, $0) } })
    }
}
