package import Diagnostics

/// Why the ledger did not do what it was asked. Nothing of the failed call was kept.
package enum LedgerFailure: CategorizedFailure, Hashable {
    /// The partition's lease has moved on: this process must stop writing for it.
    case fenced(partition: String)
    /// A message was to be decided before an earlier one of its feed whose lane is not known yet.
    case outOfOrder(message: MessageID, before: MessageID)
    /// The event does not belong to the state.
    case conflict(what: String, state: String, event: String)
    case unknown(what: String)
    /// Disk full, read-only, or an input/output error; the text is the database's code, never a value.
    case storage(code: Int, text: String)
    /// Another process holds the store.
    case locked(path: String, holder: String)
    /// The file is of a newer schema, or no ledger at all.
    case schema(found: String, supported: String)
    /// Closed, or closing.
    case closed
    /// A number is used up (feeds, sequences).
    case exhausted(what: String)

    package var category: FailureCategory {
        switch self {
        case .fenced, .outOfOrder, .conflict: .conflict
        case .unknown: .invalid
        case .storage, .closed: .unavailable
        case .locked: .busy
        case .schema: .unsupported
        case .exhausted: .fault
        }
    }

    package var diagnostic: Diagnostic {
        switch self {
        case .fenced(let partition):
            Diagnostic(
                code: "L101", "another process has taken over \(partition)",
                cause: "its lease has a higher epoch", hint: "stop the work on \(partition); what was claimed is safe")
        case .outOfOrder(let message, let before):
            Diagnostic(
                code: "L102", "message \(message) was to be committed before \(before)",
                cause: "the lane of \(before) is not known yet", hint: "commit the outcomes of a feed in the order of its claim"
            )
        case .conflict(let what, let state, let event):
            Diagnostic(code: "L103", "\(what) is \(state)", cause: "\(event) is not possible from there")
        case .unknown(let what):
            Diagnostic(code: "L104", "the ledger does not know \(what)")
        case .storage(let code, let text):
            Diagnostic(
                code: "L105", "the ledger cannot be written or read", cause: "SQLite \(code): \(text)",
                hint: "check free space and the disk; nothing was acknowledged that was not stored")
        case .locked(let path, let holder):
            Diagnostic(
                code: "L106", "\(path) is held by another process", cause: holder,
                hint: "stop that process, or let this command reach it through its socket")
        case .schema(let found, let supported):
            Diagnostic(
                code: "L107", "the store has schema \(found); this hub serves \(supported)",
                hint: "use the hub that wrote it, or restore a backup of the older schema")
        case .closed:
            Diagnostic(code: "L108", "the ledger is closed")
        case .exhausted(let what):
            Diagnostic(code: "L109", "no number is left for \(what)")
        }
    }
}
