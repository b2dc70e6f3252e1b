// Coverage: how much of the HL7 v2-to-FHIR guide's tables the maps implement.
//
// Owns: the guide's rows as distilled below Mappings/guide, what each rule of a map reads and makes, the status of every row.
// Pure: it reads the same files as a release; nothing here runs when messages are mapped.

/// One row of one table of the guide.
package struct GuideRow: Sendable {
    package enum Kind: String, Sendable, CaseIterable {
        case message, segment, type, code
    }
    package var kind: Kind
    package var table: String
    /// What is read, and from its second row in the table on the row's number: `PID-7`, `PID-7/2`.
    package var key: String
    package var condition = ""
    /// As the guide writes it: `participant[1].individual(Practitioner)`; a code for code tables. Empty: the guide maps nothing.
    package var target = ""
    /// The data type's (of messages: the segment's) table that makes the target.
    package var map = ""
    package var codeMap = ""
    /// A text that is assigned; the target system for code tables.
    package var text = ""
    package var formula = ""
    /// The source's code system, for code tables.
    package var system = ""

    /// `PID-7` of `PID-7/2`.
    package var source: String {
        guard kind != .code, let slash = key.lastIndex(of: "/") else { return key }
        return String(key[..<slash])
    }
}

/// The guide's tables, in their order.
struct GuideTables {
    private(set) var rows: [GuideRow] = []

    static let files: [(name: String, kind: GuideRow.Kind)] = [
        ("guide/messages.tsv", .message), ("guide/segments.tsv", .segment), ("guide/types.tsv", .type),
        ("guide/codes.tsv", .code),
    ]

    init(_ files: [(path: String, bytes: [UInt8])]) {
        for (name, kind) in Self.files {
            guard let file = files.first(where: { $0.path == name }) else { continue }
            var table = ""
            for line in String(decoding: file.bytes, as: UTF8.self).split(separator: "\n") where !line.hasPrefix("#") {
                var cells = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
                while cells.count < 8 { cells.append("") }
                if !cells[0].isEmpty { table = cells[0] }
                var row = GuideRow(kind: kind, table: table, key: cells[1])
                switch kind {
                case .message: (row.condition, row.target, row.map, row.formula) = (cells[2], cells[3], cells[4], cells[5])
                case .segment, .type:
                    (row.condition, row.target, row.map, row.codeMap) = (cells[2], cells[3], cells[4], cells[5])
                    (row.text, row.formula) = (cells[6], cells[7])
                case .code: (row.system, row.target, row.text) = (cells[2], cells[3], cells[4])
                }
                rows.append(row)
            }
        }
    }

    /// Messages the hub promises (A01–A13, A28, A31, orders, results, documents, appointments).
    static let messages: Set<String> = [
        "ADT_A01", "ADT_A02", "ADT_A05", "ADT_A06", "ADT_A09", "ADT_A11", "MDM_T02", "OML_O21", "ORM_O01", "ORU_R01", "SIU_S12",
    ]

    /// Tables that those messages come to: segments, data types of data types, code tables.
    func scope() -> Set<String> {
        var reached = Self.messages
        // ACK has no message table; its one segment has.
        reached.insert("MSA[MessageHeader]")
        var isGrowing = true
        while isGrowing {
            let before = reached.count
            for row in rows where reached.contains(row.table) && !row.target.isEmpty && row.kind != .code {
                if !row.map.isEmpty { reached.insert(row.map) }
                if !row.codeMap.isEmpty { reached.insert(row.codeMap) }
            }
            isGrowing = reached.count > before
        }
        return reached
    }
}
