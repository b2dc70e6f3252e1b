import Diagnostics

/// What a reader asked for while it read: the schema of its file, told by the reader itself.
///
/// ```
/// let recorder = FieldRecorder()
/// _ = read(root, Findings(recorder: recorder))
/// recorder.records      // [feeds, [], charset]: text; …
/// ```
/// Only what a probe document holds is walked: keys of an object that is absent stay unknown.
package final class FieldRecorder {
    package indirect enum Kind: Hashable, Sendable {
        case any, text, boolean, duration, texts, list, object
        case integer(ClosedRange<Int>)
        case choice([String])
        /// A list of objects, or a mapping of them by name.
        case named

        fileprivate var rank: Int {
            switch self {
            case .any: 0
            case .text, .list: 1
            case .boolean, .duration, .texts, .object, .integer, .choice, .named: 2
            }
        }
    }
    package struct Record: Hashable, Sendable {
        /// Keys from the root; `[]` stands for the items of a list (or the values of a mapping by name).
        package var path: [String]
        package var kind: Kind
        package var isRequired: Bool
    }

    package private(set) var records: [Record] = []
    private var places: [[String]: Int] = [:]
    private var paths: [Place: [String]] = [:]
    private struct Place: Hashable {
        var line: Int
        var column: Int
    }

    package init() {}

    func path(of node: YAMLNode) -> [String] { paths[Place(line: node.line, column: node.column)] ?? [] }

    func note(_ path: [String], _ kind: Kind = .any, isRequired: Bool = false) {
        guard let at = places[path] else {
            places[path] = records.count
            records.append(Record(path: path, kind: kind, isRequired: isRequired))
            return
        }
        if kind.rank > records[at].kind.rank { records[at].kind = kind }
        if isRequired { records[at].isRequired = true }
    }

    func place(_ node: YAMLNode, at path: [String]) { paths[Place(line: node.line, column: node.column)] = path }
}
