/// The properties of a message, as AMQP 0-9-1 names them.
package struct MessageProperties: Hashable, Sendable {
    package var messageID: String?
    package var correlationID: String?
    package var contentType: String?
    package var contentEncoding: String?
    package var type: String?
    package var applicationID: String?
    /// Validated by the broker: it refuses a publish whose user id is not the connection's user.
    package var userID: String?
    package var replyTo: String?
    /// Seconds since 1970.
    package var timestamp: UInt64?
    package var headers: [String: HeaderValue]

    package init(
        messageID: String? = nil, correlationID: String? = nil, contentType: String? = nil, type: String? = nil,
        userID: String? = nil, timestamp: UInt64? = nil, headers: [String: HeaderValue] = [:]
    ) {
        self.messageID = messageID
        self.correlationID = correlationID
        self.contentType = contentType
        self.type = type
        self.userID = userID
        self.timestamp = timestamp
        self.headers = headers
    }

    /// W3C trace context, which travels in the headers.
    package var traceparent: String? {
        get { if case .string(let text)? = headers["traceparent"] { text } else { nil } }
        set { headers["traceparent"] = newValue.map { .string($0) } }
    }
}

/// A value in a message's header table. Tables and arrays inside a table are the broker's own (`x-death`); they are
/// seen to be there and not read, so no sender can make us recurse.
package enum HeaderValue: Hashable, Sendable {
    case string(String)
    case integer(Int64)
    case boolean(Bool)
    case double(Double)
    case timestamp(UInt64)
    case bytes([UInt8])
    case nested
}

extension HeaderValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral, ExpressibleByBooleanLiteral {
    package init(stringLiteral value: String) { self = .string(value) }
    package init(integerLiteral value: Int64) { self = .integer(value) }
    package init(booleanLiteral value: Bool) { self = .boolean(value) }
}

/// A message as the broker delivered it.
package struct Delivery: Sendable {
    /// Counts the deliveries of one channel from 1.
    package var tag: UInt64
    /// The queue it was taken from.
    package var queue: String
    package var exchange: String
    package var routingKey: String
    /// The broker delivered it before, here or to another; false proves nothing.
    package var redelivered: Bool
    package var properties: MessageProperties
    package var body: [UInt8]
}

/// A message to publish: persistent and mandatory, always.
package struct Outgoing: Sendable {
    package var exchange: String
    package var routingKey: String
    package var properties: MessageProperties
    package var body: [UInt8]

    package init(exchange: String, routingKey: String, properties: MessageProperties = .init(), body: [UInt8]) {
        self.exchange = exchange
        self.routingKey = routingKey
        self.properties = properties
        self.body = body
    }
}
