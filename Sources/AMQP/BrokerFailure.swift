import CRabbitMQ
package import Diagnostics

/// Why a call to the broker failed.
package struct BrokerFailure: CategorizedFailure, Sendable, Hashable {
    package enum Kind: Hashable, Sendable {
        /// No connection came about.
        case unreachable
        /// The broker does not let this user in, or not into this virtual host.
        case refused
        /// The connection broke, or its heartbeats stopped.
        case lost
        /// The broker closed the channel, with this reply code (404: missing, 403: not allowed, 406: differs).
        case channelClosed(code: Int)
        /// The broker closed the connection, with this reply code.
        case connectionClosed(code: Int)
    }
    package var kind: Kind
    package var diagnostic: Diagnostic

    package var category: FailureCategory {
        switch kind {
        case .unreachable, .lost, .connectionClosed: .unavailable
        case .refused: .unavailable
        case .channelClosed(let code): code == 406 ? .conflict : .unavailable
        }
    }
}

extension BrokerFailure: CustomStringConvertible {
    package var description: String { diagnostic.rendered() }
}

extension BrokerFailure {
    static func unreachable(_ address: BrokerAddress, status: Int32) -> BrokerFailure {
        let secured = status <= -0x0200 && status > -0x0300
        return BrokerFailure(
            kind: .unreachable,
            diagnostic: Diagnostic(
                code: "broker-unreachable", "no connection to the broker at \(address): \(statusText(status))",
                hint: secured
                    ? "check the authorities file and that the certificate names the host as it is written in the address"
                    : "check host and port, and that the broker runs"))
    }

    static func lost(_ what: String, status: Int32) -> BrokerFailure {
        BrokerFailure(
            kind: .lost,
            diagnostic: Diagnostic(
                .warning, code: "broker-lost", "the connection to the broker was lost while \(what): \(statusText(status))",
                hint: "it is built again by itself; look into the broker's log if it happens often"))
    }

    /// What a closed channel or connection, or a failed call, says. `subject` names the queue or exchange it was about.
    static func closed(_ reply: ClosingReply, _ what: String) -> BrokerFailure {
        switch reply {
        case .channel(let code, let text):
            let (word, hint): (String, String?) =
                switch code {
                case 403: ("broker-forbidden", "give the hub's user the permission, or log in as another")
                case 404: ("broker-missing", "declare it: `hub topology`")
                case 405: ("broker-locked", "another connection uses it exclusively")
                case 406:
                    ("broker-differs", "it exists with other arguments, or a limit was passed; the broker's text says which")
                default: ("broker-channel-closed", nil)
                }
            return BrokerFailure(
                kind: .channelClosed(code: code),
                diagnostic: Diagnostic(code: word, "the broker closed the channel while \(what): \(code) \(text)", hint: hint))
        case .connection(let code, let text):
            return BrokerFailure(
                kind: .connectionClosed(code: code),
                diagnostic: Diagnostic(
                    code: "broker-connection-closed", "the broker closed the connection while \(what): \(code) \(text)"))
        }
    }

    /// Text of a librabbitmq status.
    private static func statusText(_ status: Int32) -> String {
        guard let text = amqp_error_string2(status) else { return "status \(status)" }
        return String(cString: text)
    }
}

/// The broker's own words when it closes a channel or a connection. They name queues, users and arguments, never bodies.
enum ClosingReply: Hashable, Sendable {
    case channel(code: Int, text: String)
    case connection(code: Int, text: String)
}
