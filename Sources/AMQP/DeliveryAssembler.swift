import CRabbitMQ
import Glibc

/// Puts a message together from its frames: deliver or return, header, body pieces. It copies everything, so no pointer
/// into the library's memory outlives the frame.
struct DeliveryAssembler {
    private enum Kind { case delivery, returned }
    private var kind: Kind?
    private var delivery = Delivery(
        tag: 0, queue: "", exchange: "", routingKey: "", redelivered: false, properties: .init(), body: [])
    private var missing: UInt64 = 0
    private var returnedNumber: UInt64 = 0

    /// The header in which a publish carries its number, so that its return can be told from others.
    static let numberHeader = "hub-publish"

    /// `delivery.queue` holds the consumer's tag; the consumer knows which queue that is.
    mutating func begin(_ method: amqp_basic_deliver_t) {
        kind = .delivery
        delivery.tag = method.delivery_tag
        delivery.redelivered = method.redelivered != 0
        // The same few names come over and over: keep the string of the message before.
        if !method.consumer_tag.equals(delivery.queue) { delivery.queue = String(wire: method.consumer_tag) }
        if !method.exchange.equals(delivery.exchange) { delivery.exchange = String(wire: method.exchange) }
        if !method.routing_key.equals(delivery.routingKey) { delivery.routingKey = String(wire: method.routing_key) }
    }

    mutating func begin(returned method: amqp_basic_return_t) {
        kind = .returned
        returnedNumber = 0
    }

    /// A header or body frame. Returns the message it completes.
    mutating func take(_ frame: amqp_frame_t) -> Incoming? {
        guard let kind else { return nil }
        if Int32(frame.frame_type) == AMQP_FRAME_HEADER {
            missing = frame.payload.properties.body_size
            let properties = frame.payload.properties.decoded.assumingMemoryBound(to: amqp_basic_properties_t.self)
            switch kind {
            case .delivery:
                delivery.properties = MessageProperties(wire: properties.pointee)
                delivery.body = []
                // The size is what the sender claimed: believe it only up to a megabyte before the bytes are here.
                delivery.body.reserveCapacity(Int(min(missing, 1 << 20)))
            case .returned:
                if case .integer(let number)? = MessageProperties(wire: properties.pointee).headers[Self.numberHeader] {
                    returnedNumber = UInt64(clamping: number)
                }
            }
        } else {
            let fragment = frame.payload.body_fragment
            missing -= min(missing, UInt64(fragment.len))
            if kind == .delivery {
                delivery.body.append(contentsOf: UnsafeRawBufferPointer(start: fragment.bytes, count: fragment.len))
            }
        }
        guard missing == 0 else { return nil }
        self.kind = nil
        switch kind {
        case .delivery:
            let body = delivery.body
            delivery.body = []
            var whole = delivery
            whole.body = body
            return .delivered(whole)
        case .returned: return .returned(number: returnedNumber)
        }
    }
}

extension amqp_bytes_t {
    func equals(_ text: String) -> Bool {
        var text = text
        return text.withUTF8 { $0.count == len && (len == 0 || memcmp($0.baseAddress!, bytes, len) == 0) }
    }
}

extension String {
    /// Text from the wire; what is not UTF-8 becomes U+FFFD.
    init(wire bytes: amqp_bytes_t) {
        self.init(decoding: UnsafeRawBufferPointer(start: bytes.bytes, count: bytes.len), as: UTF8.self)
    }
}
