import Diagnostics
import HL7v2
import Tree

/// Messages of invented people; NHS numbers are of the 999 test range.
enum Fixture {
    /// Lines joined by carriage returns, with one at the end.
    static func message(_ lines: String...) -> [UInt8] { Array((lines.joined(separator: "\r") + "\r").utf8) }

    static let header =
        #"MSH|^~\&|PAS|RRK|HUB|WMGMC|20260301101530+0000||ADT^A28^ADT_A05|MSG00001|T|2.4|||AL|NE|GBR|UNICODE UTF-8"#

    static let admission = message(
        header,
        "EVN|A28|20260301101530",
        "PID|1||9990000018^^^NHS^NH~RRK1234567^^^RRK&2.16.840.1&ISO^MR||Pemberton^Araminta^Jane^^Mrs^^L||19800214|F|||"
            + "12 Long Lane^Harborne^Birmingham^^B17 9XX^GBR^H||\"\"|||M",
        "PD1|||Harborne Surgery^^M85001",
        "NK1|1|Pemberton^George^^^Mr|SPO",
        "PV1|1|N",
        "AL1|1|DA|Penicillin \\T\\ related",
        "ZU1|1|local")

    static let orders = message(
        #"MSH|^~\&|ICE|RRK|LIMS|699X0|20260302090000||ORU^R01^ORU_R01|R-7|T|2.5.1"#,
        "PID|1||9990000026^^^NHS^NH||Okonjo^Tobias",
        "PV1|1|O",
        "ORC|RE|P1|F1",
        "OBR|1|P1|F1|R240.1^Known variant^L",
        "NTE|1||about the order",
        "OBX|1|ST|A^a^L||first",
        "NTE|1||about the first",
        "OBX|2|ST|B^b^L||second~again",
        "SPM|1|S1||258580003^Whole blood^SCT",
        "OBX|3|NM|C^c^L||5",
        "ORC|RE|P2|F2",
        "OBR|2|P2|F2|R59.3^Panel^L",
        "OBX|1|ST|D^d^L||third")

    static func read(_ lines: String...) -> Reading {
        MessageReader().read(Array((lines.joined(separator: "\r") + "\r").utf8))
    }

    /// The tree's groups and segments, one a line, indented: what grouping tests compare.
    static func outline(_ tree: Tree) -> String {
        var lines: [String] = []
        func walk(_ id: Tree.ID, _ depth: Int) {
            for child in tree.children(of: id) {
                let kind = tree[child].kind
                guard kind == .group || kind == .segment else { continue }
                var line = String(repeating: "  ", count: depth) + tree.name(of: child)
                if kind == .segment, let mark = tree.text(of: child, field: 1) { line += " \(mark)" }
                lines.append(line)
                if kind == .group { walk(child, depth + 1) }
            }
        }
        walk(.root, 0)
        return lines.joined(separator: "\n")
    }
}

extension Reading {
    var codes: [String] { issues.map(\.code) }

    func position(of code: String) -> MessagePosition? {
        guard case .message(let position)? = issues.first(where: { $0.code == code })?.location else { return nil }
        return position
    }
}

extension Array where Element == UInt8 {
    var text: String { String(decoding: self, as: UTF8.self) }
}
