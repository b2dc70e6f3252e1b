package import Diagnostics

/// Why the record store could not do what was asked.
package enum RecordFailure: CategorizedFailure, Hashable {
    /// A stored version can't be read: the file is damaged.
    case unreadableVersion
    /// A page token that this store did not make.
    case pageToken
    case unknownType
    /// There is no merge to take back.
    case notMerged

    package var category: FailureCategory {
        switch self {
        case .unreadableVersion: .fault
        case .pageToken: .invalid
        case .unknownType: .unsupported
        case .notMerged: .conflict
        }
    }
}
