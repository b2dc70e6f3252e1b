package import Canonical
import Diagnostics
import FHIR
import Tree

/// A message beside the maps with what is expected of it: `NAME.tests/CASE.hl7`, `CASE.expected.json`, `CASE.issues`.
package struct FixtureCase: Sendable {
    package var path: String
    package var bytes: [UInt8]
    /// The trust's folder below `trusts/`.
    package var overlay: String?
    package var format: Feed.Format
    var expectedMessage: String?
    var expectedIssues: String?

    /// `messages/adt-person.tests/register`
    var stem: String { path.split(separator: ".").dropLast().joined(separator: ".") }

    /// The map that it stands beside: `adt-person`.
    var map: String {
        path.split(separator: "/").last { $0.hasSuffix(".tests") }.map { String($0.dropLast(6)) } ?? ""
    }

    /// The fixtures among files whose paths are relative to the maps' folder, in order.
    package static func all(in files: [(path: String, bytes: [UInt8])]) -> [FixtureCase] {
        let contents = Dictionary(files.map { ($0.path, $0.bytes) }) { first, _ in first }
        func text(_ path: String) -> String? { contents[path].map { String(decoding: $0, as: UTF8.self) } }
        return files.sorted { $0.path < $1.path }.compactMap { path, bytes in
            guard path.holds(".tests/"), let format = format(of: path) else { return nil }
            let parts = path.split(separator: "/").map(String.init)
            var fixture = FixtureCase(
                path: path, bytes: bytes, overlay: parts.first == "trusts" && parts.count > 2 ? parts[1] : nil, format: format)
            fixture.expectedMessage = text("\(fixture.stem).expected.json")
            fixture.expectedIssues = text("\(fixture.stem).issues")
            return fixture
        }
    }

    private static func format(of path: String) -> Feed.Format? {
        if path.hasSuffix(".expected.json") { return nil }
        if path.hasSuffix(".hl7") { return .hl7v2 }
        return path.hasSuffix(".json") || path.hasSuffix(".xml") ? .fhir : nil
    }

    /// The canonical message and the issues as fixtures hold them.
    static func texts(of result: MappingResult, release: String) -> (message: String, issues: String) {
        let message =
            result.canonical.map {
                String(decoding: JSONWriter.write($0.withoutRelease(release), layout: .pretty), as: UTF8.self)
            } ?? ""
        return (message, issues(of: result))
    }

    /// One issue a line: `severity code PATH`.
    package static func issues(of result: MappingResult) -> String {
        result.issues.map(line).joined(separator: "\n")
    }

    static func line(_ issue: Diagnostic) -> String {
        var path = ""
        if case .message(let position)? = issue.location { path = " \(position.path)" }
        return "\(issue.severity.rawValue) \(issue.code)\(path)"
    }

    /// Whether the result is what is expected, without saying what differs.
    func isMet(by result: MappingResult, release: String) -> Bool {
        guard expectedMessage != nil || expectedIssues != nil else { return result.outcome == .mapped }
        let (message, issues) = FixtureCase.texts(of: result, release: release)
        return Self.isSame(expectedMessage, message) && Self.isSame(expectedIssues, issues)
    }

    private static func isSame(_ expected: String?, _ actual: String) -> Bool {
        expected.map { LineDifference.trimmed($0) == LineDifference.trimmed(actual) } ?? true
    }
}
