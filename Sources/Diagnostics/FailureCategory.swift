/// Why something could not be done. The category alone decides the consequences: `consequence` is the only table that
/// says what the broker, the sender and the caller are told.
package enum FailureCategory: String, CaseIterable, Hashable, Sendable {
    /// The data breaks a rule; sending it again changes nothing.
    case invalid
    /// Well-formed, but of a type, version or environment that is not served here.
    case unsupported
    /// True once, but not against what is already known (version, order, identity).
    case conflict
    /// Something this depends on does not answer.
    case unavailable
    /// The service is up and over its limits.
    case busy
    /// A defect of ours.
    case fault
}

/// What follows from a failure, on every side it can be met from.
package struct Consequence: Hashable, Sendable {
    package enum Settlement: String, Hashable, Sendable {
        /// Kept in the ledger (quarantined or refused), so the broker is told that it is safe.
        case acknowledge
        /// Not kept: the delivery stays unacknowledged and the consumer is cancelled until the cause is gone.
        case giveBack = "give-back"
    }
    package enum Acknowledgement: String, Hashable, Sendable {
        case applicationAccept = "AA"
        case applicationError = "AE"
        case applicationReject = "AR"
        case commitAccept = "CA"
        case commitError = "CE"
        case commitReject = "CR"

    }

    package var settlement: Settlement
    /// MSA-1 in original and enhanced application mode (HL7 v2.5.1 chapter 2.9).
    package var application: Acknowledgement
    /// MSA-1 as accept acknowledgement in enhanced mode.
    package var accept: Acknowledgement
    package var httpStatus: Int
    /// `OperationOutcome.issue.code` (http://hl7.org/fhir/R4/valueset-issue-type.html).
    package var issueType: String
    /// Whether trying the same again later can succeed.
    package var isTransient: Bool
}

extension FailureCategory {
    package var consequence: Consequence {
        switch self {
        case .invalid:
            .init(
                settlement: .acknowledge, application: .applicationError, accept: .commitAccept, httpStatus: 422,
                issueType: "invalid",
                isTransient: false)
        case .unsupported:
            .init(
                settlement: .acknowledge, application: .applicationReject, accept: .commitReject, httpStatus: 501,
                issueType: "not-supported",
                isTransient: false)
        case .conflict:
            .init(
                settlement: .acknowledge, application: .applicationError, accept: .commitAccept, httpStatus: 409,
                issueType: "conflict",
                isTransient: false)
        case .unavailable:
            .init(
                settlement: .giveBack, application: .applicationReject, accept: .commitError, httpStatus: 503,
                issueType: "transient", isTransient: true
            )
        case .busy:
            .init(
                settlement: .giveBack, application: .applicationReject, accept: .commitError, httpStatus: 429,
                issueType: "throttled", isTransient: true
            )
        case .fault:
            .init(
                settlement: .giveBack, application: .applicationReject, accept: .commitError, httpStatus: 500,
                issueType: "exception", isTransient: true
            )
        }
    }
}

/// A failure that says its category.
package protocol CategorizedFailure: Error {
    var category: FailureCategory { get }
}
