import FHIRPath
import HL7v2

/// A checked outbound map, ready to write messages.
struct OutboundPlan: Sendable {
    var name: String
    /// Of HL7 v2: the structure and its version, and what is written.
    var structure = ""
    var version = Version.assumed
    var variables: [Variable]
    var items: [Item] = []
    /// Of CSV.
    var table: Table?

    struct Variable: Sendable {
        var name: String
        var value: Compiled
    }

    /// An expression and where it stands, for issues.
    struct Compiled: Sendable {
        var program: Program
        var file: String
        var line: Int
    }

    /// What is asked before something is written.
    struct Guard: Sendable {
        enum Focus: Sendable {
            case inherited
            case each(Compiled)
            case from(Compiled)
        }
        var focus = Focus.inherited
        var variables: [Variable] = []
        var condition: Compiled?
    }

    struct Item: Sendable {
        enum Content: Sendable {
            case segment(SegmentID, [Field])
            case group([Item])
        }
        var name: String
        var entry: Guard
        var content: Content
    }

    struct Table: Sendable {
        /// What `target:` says.
        static let target = "csv"
        var rows: Guard
        var columns: [Column]
    }

    struct Column: Sendable {
        var name: String
        var value: Value
    }

    struct Field: Sendable {
        var position: Int
        var value: Value
        var isRequired: Bool
        var isRepeating: Bool
    }

    indirect enum Value: Sendable {
        case literal(String)
        /// Every item is a repetition (or, inside a component, the only value).
        case expression(Compiled)
        /// Components or subcomponents by their one-based position.
        case parts(Guard, [(position: Int, value: Value)])
        case repetitions([Value])
    }
}

/// `trust.NAME` in outbound expressions; everything else is plain FHIRPath over the canonical message.
struct OutboundTerms: TermSyntax {
    func term(in text: [UInt8], at offset: Int) -> (length: Int, term: Term)? {
        let prefix = Array("trust.".utf8)
        guard text.count > offset + prefix.count, text[offset..<offset + prefix.count].elementsEqual(prefix) else { return nil }
        var end = offset + prefix.count
        while end < text.count, Self.isWord(text[end]) { end += 1 }
        guard end > offset + prefix.count else { return nil }
        return (end - offset, Term(.variable(String(decoding: text[offset..<end], as: UTF8.self)), []))
    }

    private static func isWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }
}
