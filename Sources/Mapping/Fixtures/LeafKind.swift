import HL7v2

/// What a leaf of an HL7 v2 message is to a disguise.
enum LeafKind: Hashable {
    case kept, name, address, contact, identifier, date, code, number, binary, text
    /// A value of a table, on its own: no number stands there unless somebody put one there.
    case word
    /// The words of the code that stands in that component.
    case display(of: Int)

    /// Values of these kinds name the person.
    var isIdentifying: Bool {
        switch self {
        case .name, .address, .contact, .identifier: true
        case .kept, .date, .code, .word, .number, .binary, .text, .display: false
        }
    }

    /// - Parameter given: the data type OBX-2 gives to OBX-5.
    static func of(segment: String, field: Int, component: Int, subcomponent: Int, given: String? = nil) -> LeafKind {
        if let known = header(segment, field, component) { return known }
        if segment == "PID", [2, 4, 18, 19, 20].contains(field), component == 1 { return .identifier }
        guard segment.first != "Z", HL7Types.isSegment(segment) else { return .text }
        let type = given ?? HL7Types.field(segment, field)?.dataType
        guard let type else { return .text }
        return kind(type, component, subcomponent)
    }

    private static func header(_ segment: String, _ field: Int, _ component: Int) -> LeafKind? {
        switch (segment, field) {
        case ("MSH", 7), ("EVN", 2), ("EVN", 3), ("EVN", 6): .date
        case ("MSH", 8): .text
        case ("MSH", 10), ("MSA", 2): .identifier
        case ("MSH", _): .kept
        case ("OBX", 2): .kept
        case ("OBX", 4): .code
        default: nil
        }
    }

    private static func kind(_ type: String, _ component: Int, _ subcomponent: Int) -> LeafKind {
        switch type {
        case "XPN", "PN": if component <= 3 { return .name }
        case "XCN", "CN", "CNN", "PPN", "NDL":
            if component == 1 { return .identifier }
            if component <= 4 { return .name }
            if component <= 7 { return .code }
        case "XAD", "AD", "SAD": if component <= 5 || component == 8 { return .address }
        case "XTN", "TN": return component == 2 || component == 3 ? .code : .contact
        case "CX", "CK": if component <= 2 { return .identifier }
        case "EI": return component == 1 ? .identifier : .kept
        case "EIP": return subcomponent == 1 ? .identifier : .kept
        case "XON", "ON":
            if component == 1 { return .name }
            if component == 3 || component == 10 { return .identifier }
        case "DLN": return component == 1 ? .identifier : component == 3 ? .date : .code
        case "HD", "PL", "MSG", "VID", "PT", "CM": return component == 9 ? .text : .code
        case "CE", "CWE", "CNE", "CF":
            switch component {
            case 2: return .display(of: 1)
            case 5: return .display(of: 4)
            case 9: return .text
            default: return .code
            }
        case "ED": return component == 5 ? .binary : .code
        case "RP": return component == 1 ? .identifier : .code
        default: break
        }
        guard let part = HL7Types.component(type, component)?.dataType, part != type else { return primitive(type) }
        return HL7Types.component(part, 1) == nil ? primitive(part) : kind(part, subcomponent, 1)
    }

    private static func primitive(_ type: String) -> LeafKind {
        switch type {
        case "DT", "DTM", "TS", "DR", "GTS": .date
        case "ID", "IS": .word
        case "TM", "SI": .code
        case "NM", "SN", "MO", "CP", "CQ": .number
        default: .text
        }
    }
}
