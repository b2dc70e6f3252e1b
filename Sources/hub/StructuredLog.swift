import Foundation
import Logging

/// One JSON object a line on standard error; values are escaped, so that no message can forge a line.
struct StructuredLog: LogHandler {
    var metadata: Logger.Metadata = [:]
    var logLevel: Logger.Level = .info
    private let label: String

    init(label: String) { self.label = label }

    subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    func log(event: LogEvent) {
        var fields = [
            ("time", Date().ISO8601Format(.init(includingFractionalSeconds: true))), ("level", "\(event.level)"),
            ("label", label),
            ("message", "\(event.message)"),
        ]
        for (key, value) in metadata.merging(event.metadata ?? [:], uniquingKeysWith: { $1 }).sorted(by: { $0.key < $1.key }) {
            fields.append((key, "\(value)"))
        }
        let text = fields.map { "\(Self.quoted($0.0)):\(Self.quoted($0.1))" }.joined(separator: ",")
        Terminal.toStandardError("{\(text)}\n")
    }

    private static func quoted(_ text: String) -> String {
        (try? JSONOutput.text(text, pretty: false)) ?? "\"\""
    }
}
