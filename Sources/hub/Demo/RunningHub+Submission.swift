import Record
import SQLiteStore

extension RunningHub {
    /// Whether the submission has looked at everything that the record has changed.
    func submissionHasCaughtUp() async throws -> Bool {
        try await record.changes(after: record.submissionPosition(), limit: 1).isEmpty
    }
}
