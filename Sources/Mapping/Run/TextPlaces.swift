import Diagnostics
import HL7v2
import Tree

/// Where a version of HL7 v2 has plain text, so that an unescaped `&` or `^` there is a character and no separator:
/// "Collect & send" is one text.
///
/// A place counts when its data type is a text or number in every version, or a text in the message's own that a later one
/// made a coded value. Codes, dates and times (ID, IS, DT, …) never hold a separator: who writes `CM^Complete^HL70038` there
/// sends a coded value before its time, and its parts are read as parts.
struct TextPlaces: Sendable {
    /// By segment and position: bit 0 says that the field is text, bit n that its component n is.
    private let fields: [UInt32: [UInt64]]
    /// By data type, for OBX-5.
    private let types: [UInt32: UInt64]

    static func of(_ version: Version) -> TextPlaces {
        switch version {
        case .v2_3: of23
        case .v2_3_1: of231
        case .v2_4: of24
        case .v2_5: of25
        case .v2_5_1: of251
        case .v2_6: of26
        case .v2_7: of27
        case .v2_8: of28
        case .v2_8_1: of281
        case .v2_8_2: of282
        }
    }
    // A version that nobody speaks costs nothing.
    private static let of23 = TextPlaces(.v2_3)
    private static let of231 = TextPlaces(.v2_3_1)
    private static let of24 = TextPlaces(.v2_4)
    private static let of25 = TextPlaces(.v2_5)
    private static let of251 = TextPlaces(.v2_5_1)
    private static let of26 = TextPlaces(.v2_6)
    private static let of27 = TextPlaces(.v2_7)
    private static let of28 = TextPlaces(.v2_8)
    private static let of281 = TextPlaces(.v2_8_1)
    private static let of282 = TextPlaces(.v2_8_2)

    private init(_ version: Version) {
        let schema = Schema.of(version)
        var masks: [String: UInt64] = [:]
        for name in HL7Types.allDataTypes.union(HL7Types.additional.keys) {
            guard !HL7Types.isPrimitive(name) else {
                masks[name] = Self.isPlain([name], own: nil) ? 1 : 0
                continue
            }
            var mask: UInt64 = 0
            for position in 1..<64 {
                let all = HL7Types.componentTypes([name], position)
                if Self.isPlain(all, own: schema.dataType(name)?.component(position)?.dataType) {
                    mask |= 1 << UInt64(position)
                }
            }
            masks[name] = mask
        }
        var types: [UInt32: UInt64] = [:]
        for (name, mask) in masks { types[Self.key(name.utf8)] = mask }
        self.types = types

        var fields: [UInt32: [UInt64]] = [:]
        for name in HL7Types.allSegments where name != "MSH" {
            guard let id = SegmentID(name) else { continue }
            let definition = schema.segment(name)
            var own: [UInt64] = []
            for position in 1...HL7Types.fieldCount(name) {
                let all = HL7Types.fieldTypes(name, position)
                if Self.isPlain(all, own: definition?.field(position)?.dataType) {
                    own.append(1)
                } else {
                    // A component is text only where all data types the field ever had agree.
                    let composite = all.filter { !HL7Types.isPrimitive($0) }.compactMap { masks[$0] }
                    own.append(composite.isEmpty ? 0 : composite.reduce(.max, &))
                }
            }
            fields[id.rawValue] = own
        }
        self.fields = fields
    }

    private static func isPlain(_ types: [String], own: String?) -> Bool {
        let known = types.filter { $0 != "WD" }
        if let own, ["ST", "TX", "FT"].contains(own) {
            return known.allSatisfy { texts.contains($0) || coded.contains($0) }
        }
        return !known.isEmpty && known.allSatisfy(texts.contains)
    }

    private static let texts: Set<String> = ["ST", "TX", "FT", "TN", "GTS", "NM", "SI", "SNM"]
    /// What some texts became in a later version.
    private static let coded: Set<String> = ["CE", "CWE", "CNE", "CF"]

    private static func key(_ name: some Collection<UInt8>) -> UInt32 {
        name.count > 3 ? 0 : name.reduce(0) { $0 << 8 | UInt32($1) }
    }

    /// Makes every text that was split one text again, and says where.
    func join(_ tree: inout Tree, charset: Charset) -> [Diagnostic] {
        var found: [(node: Tree.ID, hasOwnType: Bool)] = []
        var segment: UInt32 = 0
        var masks: [UInt64] = []
        for index in tree.nodes.indices {
            let node = tree.nodes[index]
            guard node.kind == .field, node.firstChild != 0 else { continue }
            if node.parent != segment {
                segment = node.parent
                masks = fields[Self.name(of: tree.nodes[Int(segment)], in: tree)] ?? []
            }
            let position = Int(node.position) - 1
            guard masks.indices.contains(position) else { continue }
            var mask = masks[position]
            let isResult = position == 4 && Self.name(of: tree.nodes[Int(segment)], in: tree) == Self.obx
            if isResult {
                guard let type = tree.field(2, of: Tree.ID(segment)) else { continue }
                mask = types[Self.key(tree.value(of: type))] ?? 0
            }
            if mask == 0 { continue }
            let id = Tree.ID(UInt32(truncatingIfNeeded: index))
            if mask & 1 != 0 {
                if tree.hasFurtherParts(id) { found.append((id, isResult)) }
                continue
            }
            var next = node.firstChild
            while next != 0 {
                let part = tree.nodes[Int(next)]
                if part.firstChild != 0, part.position < 64, mask & 1 << UInt64(part.position) != 0,
                    tree.hasFurtherParts(Tree.ID(next))
                {
                    found.append((Tree.ID(next), false))
                }
                next = part.nextSibling
            }
        }
        return found.map { place in
            tree.joinParts(of: place.node, charset: charset)
            return Diagnostic(
                .warning, code: "separator-in-text",
                "the text holds a separator that is not escaped; it is kept as one text",
                at: .message(HostFunctions.position(of: place.node, in: tree)),
                cause: place.hasOwnType ? "OBX-2 says that the value has no parts" : "the element's data type has no parts",
                hint: "in text, & is written \\T\\ and ^ is written \\S\\")
        }
    }

    private static let obx = ("OBX" as SegmentID).rawValue

    private static func name(of segment: Tree.Node, in tree: Tree) -> UInt32 {
        let start = Int(segment.nameStart)
        guard segment.nameLength == 3, start + 3 <= tree.bytes.count else { return 0 }
        return SegmentID(tree.bytes[start], tree.bytes[start + 1], tree.bytes[start + 2]).rawValue
    }
}
