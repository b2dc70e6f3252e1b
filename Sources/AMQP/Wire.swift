import CRabbitMQ
import Diagnostics
import Glibc

/// One connection with its channel 1, over librabbitmq. It belongs to the thread that made it: neither Sendable nor
/// thread-safe, and every call may block.
///
/// Frames are only read through `next()`: the library's own message reader loses frames of other kinds.
final class Wire {
    let state: amqp_connection_state_t
    let socket: Int32
    let frameMax: Int
    /// Memory for what is encoded: tables and short strings of one call.
    var pool = amqp_pool_t()
    var assembler = DeliveryAssembler()
    private var isBroken = false

    static let channel: amqp_channel_t = 1
    /// For questions whose answer may be a closed channel, so that channel 1 survives.
    static let sideChannel: amqp_channel_t = 2

    /// Connects, logs in and opens channel 1.
    /// - Parameter name: what the broker's own lists call this connection.
    init(_ address: BrokerAddress, name: String, patience: Duration = .seconds(10)) throws(BrokerFailure) {
        guard let state = amqp_new_connection() else {
            throw .unreachable(address, status: Int32(AMQP_STATUS_NO_MEMORY.rawValue))
        }
        self.state = state
        var limit = timeval(tv_sec: Int(patience.components.seconds), tv_usec: 0)
        do throws(BrokerFailure) {
            let handle = try Wire.makeSocket(state, address)
            amqp_set_handshake_timeout(state, &limit)
            let status = amqp_socket_open_noblock(handle, address.host, Int32(address.port), &limit)
            guard status == 0 else { throw .unreachable(address, status: status) }
            amqp_set_rpc_timeout(state, &limit)
            try Wire.logIn(state, address, name: name)
        } catch {
            amqp_destroy_connection(state)
            throw error
        }
        socket = amqp_get_sockfd(state)
        frameMax = Int(amqp_get_frame_max(state))
        init_amqp_pool(&pool, 16 * 1024)
        try openChannel()
    }

    deinit {
        empty_amqp_pool(&pool)
        amqp_destroy_connection(state)
    }

    private static func makeSocket(
        _ state: amqp_connection_state_t, _ address: BrokerAddress
    ) throws(BrokerFailure) -> OpaquePointer {
        guard let security = address.security else {
            guard let socket = amqp_tcp_socket_new(state) else {
                throw .unreachable(address, status: Int32(AMQP_STATUS_NO_MEMORY.rawValue))
            }
            return socket
        }
        guard let socket = amqp_ssl_socket_new(state) else {
            throw .unreachable(address, status: Int32(AMQP_STATUS_SSL_ERROR.rawValue))
        }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, security.checksHostName ? 1 : 0)
        amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        func check(_ status: Int32, _ what: String) throws(BrokerFailure) {
            guard status != 0 else { return }
            throw BrokerFailure(
                kind: .unreachable,
                diagnostic: Diagnostic(
                    code: "broker-certificate", "the \(what) could not be read",
                    hint: "it has to be a PEM file that the hub's user may read"))
        }
        try check(amqp_ssl_socket_set_cacert(socket, security.authorities), "file of authorities \(security.authorities)")
        if let certificate = security.certificate, let key = security.key {
            try check(amqp_ssl_socket_set_key(socket, certificate, key), "certificate \(certificate) with its key \(key)")
        }
        return socket
    }

    private static func logIn(
        _ state: amqp_connection_state_t, _ address: BrokerAddress, name: String
    ) throws(BrokerFailure) {
        var pool = amqp_pool_t()
        init_amqp_pool(&pool, 4096)
        defer { empty_amqp_pool(&pool) }
        // Without these the broker does not tell when a queue goes or when it stops reading.
        let capabilities = pool.table([
            ("consumer_cancel_notify", .boolean(true)), ("connection.blocked", .boolean(true)),
            ("basic.nack", .boolean(true)), ("publisher_confirms", .boolean(true)),
            ("authentication_failure_close", .boolean(true)), ("exchange_exchange_bindings", .boolean(true)),
        ])
        var properties = pool.table([
            ("product", .string("hub")), ("connection_name", .string(name)), ("capabilities", .nested),
        ])
        properties.entries[2].value.value.table = capabilities
        let heartbeat = Int32(address.heartbeatSeconds)
        let frame = AMQP_DEFAULT_FRAME_SIZE
        let reply =
            address.authenticatesByCertificate
            ? hub_login_external(
                state, address.virtualHost, 8, frame, heartbeat, &properties, address.user.isEmpty ? "hub" : address.user)
            : hub_login_plain(
                state, address.virtualHost, 8, frame, heartbeat, &properties, address.user, address.password.revealed)
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            let text: String =
                if case .connection(let code, let text)? = closingReply(reply.reply) { ": \(code) \(text)" } else { "" }
            throw BrokerFailure(
                kind: .refused,
                diagnostic: Diagnostic(
                    code: "broker-refused", "the broker does not let \(address) in\(text)",
                    hint: "check user, password and virtual host, and the user's permissions there"))
        default:
            throw .unreachable(address, status: reply.library_error)
        }
    }

    // MARK: calls with an answer

    /// Throws when the last call failed; a closed channel is answered, so that its number can be opened again.
    func check(_ reply: amqp_rpc_reply_t, _ what: String, channel: amqp_channel_t = Wire.channel) throws(BrokerFailure) {
        switch reply.reply_type {
        case AMQP_RESPONSE_NORMAL: return
        case AMQP_RESPONSE_SERVER_EXCEPTION:
            guard let closing = closingReply(reply.reply) else {
                isBroken = true
                throw .lost(what, status: Int32(AMQP_STATUS_UNEXPECTED_STATE.rawValue))
            }
            if case .channel = closing { acceptChannelClose(channel) } else { isBroken = true }
            throw .closed(closing, what)
        default:
            isBroken = true
            throw .lost(what, status: reply.library_error)
        }
    }

    func check(status: Int32, _ what: String) throws(BrokerFailure) {
        guard status != 0 else { return }
        isBroken = true
        throw .lost(what, status: status)
    }

    func openChannel(_ channel: amqp_channel_t = Wire.channel) throws(BrokerFailure) {
        amqp_channel_open(state, channel)
        try check(amqp_get_rpc_reply(state), "opening a channel", channel: channel)
    }

    /// Closes channel 1 and opens it again; everything unacknowledged goes back to its queue.
    func reopenChannel() throws(BrokerFailure) {
        try check(amqp_channel_close(state, Wire.channel, AMQP_REPLY_SUCCESS), "closing the channel")
        assembler = DeliveryAssembler()
        try openChannel()
    }

    /// `channel.open` without this answer would be a connection error.
    func acceptChannelClose(_ channel: amqp_channel_t) {
        var ok = amqp_channel_close_ok_t()
        if amqp_send_method(state, channel, amqp_method_number_t(AMQP_CHANNEL_CLOSE_OK_METHOD), &ok) != 0 { isBroken = true }
    }

    func prefetch(_ count: UInt16) throws(BrokerFailure) {
        amqp_basic_qos(state, Wire.channel, 0, count, 0)
        try check(amqp_get_rpc_reply(state), "setting the prefetch")
    }

    func consume(queue: String, tag: String) throws(BrokerFailure) {
        defer { recycle_amqp_pool(&pool) }
        amqp_basic_consume(
            state, Wire.channel, pool.bytes(queue), pool.bytes(tag), 0, 0, 0, amqp_empty_table)
        try check(amqp_get_rpc_reply(state), "consuming from queue \(queue)")
    }

    func cancel(tag: String) throws(BrokerFailure) {
        defer { recycle_amqp_pool(&pool) }
        amqp_basic_cancel(state, Wire.channel, pool.bytes(tag))
        try check(amqp_get_rpc_reply(state), "cancelling a consumer")
    }

    func acknowledge(upTo tag: UInt64) throws(BrokerFailure) {
        try check(status: amqp_basic_ack(state, Wire.channel, tag, 1), "acknowledging")
    }

    func selectConfirms() throws(BrokerFailure) {
        amqp_confirm_select(state, Wire.channel)
        try check(amqp_get_rpc_reply(state), "asking for confirms")
    }

    /// Says goodbye when the connection is whole; otherwise does nothing. The socket goes with the object.
    func close() {
        guard !isBroken else { return }
        isBroken = true
        _ = amqp_connection_close(state, AMQP_REPLY_SUCCESS)
    }

    // MARK: reading

    /// Data that is already in the process, which poll() knows nothing of.
    var hasBufferedData: Bool { amqp_frames_enqueued(state) != 0 || amqp_data_in_buffer(state) != 0 }

    /// Reads one frame if there is one, and says what it completed. Also sends and checks heartbeats, so call it at least
    /// twice a heartbeat. nil: nothing to read now.
    func next() throws(BrokerFailure) -> Incoming? {
        var frame = amqp_frame_t()
        var nothing = timeval()
        let status = amqp_simple_wait_frame_noblock(state, &frame, &nothing)
        if status == AMQP_STATUS_TIMEOUT.rawValue { return nil }
        try check(status: status, "reading")
        switch Int32(frame.frame_type) {
        case AMQP_FRAME_METHOD: return method(frame.payload.method, channel: frame.channel)
        case AMQP_FRAME_HEADER, AMQP_FRAME_BODY: return assembler.take(frame) ?? .part
        default: return .part
        }
    }

    /// Gives the memory of the frames read so far back to the library. Nothing read points into it.
    func releaseBuffers() { amqp_maybe_release_buffers(state) }

    /// The library sends heartbeats only while reading; when reading is paused, this does it.
    func sendHeartbeat() throws(BrokerFailure) {
        var frame = amqp_frame_t()
        frame.frame_type = UInt8(AMQP_FRAME_HEARTBEAT)
        try check(status: amqp_send_frame(state, &frame), "sending a heartbeat")
    }

    private func method(_ method: amqp_method_t, channel: amqp_channel_t) -> Incoming {
        switch method.id {
        case amqp_method_number_t(AMQP_BASIC_DELIVER_METHOD):
            assembler.begin(method.decoded.assumingMemoryBound(to: amqp_basic_deliver_t.self).pointee)
            return .part
        case amqp_method_number_t(AMQP_BASIC_RETURN_METHOD):
            assembler.begin(returned: method.decoded.assumingMemoryBound(to: amqp_basic_return_t.self).pointee)
            return .part
        case amqp_method_number_t(AMQP_BASIC_ACK_METHOD):
            let ack = method.decoded.assumingMemoryBound(to: amqp_basic_ack_t.self).pointee
            return .answered(ack.delivery_tag, multiple: ack.multiple != 0, confirmed: true)
        case amqp_method_number_t(AMQP_BASIC_NACK_METHOD):
            let nack = method.decoded.assumingMemoryBound(to: amqp_basic_nack_t.self).pointee
            return .answered(nack.delivery_tag, multiple: nack.multiple != 0, confirmed: false)
        case amqp_method_number_t(AMQP_BASIC_CANCEL_METHOD):
            let cancel = method.decoded.assumingMemoryBound(to: amqp_basic_cancel_t.self).pointee
            return .cancelled(consumerTag: String(wire: cancel.consumer_tag))
        case amqp_method_number_t(AMQP_CONNECTION_BLOCKED_METHOD):
            let blocked = method.decoded.assumingMemoryBound(to: amqp_connection_blocked_t.self).pointee
            return .blocked(reason: String(wire: blocked.reason))
        case amqp_method_number_t(AMQP_CONNECTION_UNBLOCKED_METHOD):
            return .unblocked
        default:
            guard let reply = Wire.closingReply(method) else { return .part }
            if case .channel = reply { acceptChannelClose(channel) } else { isBroken = true }
            return .closed(reply)
        }
    }

    private func closingReply(_ method: amqp_method_t) -> ClosingReply? { Wire.closingReply(method) }

    private static func closingReply(_ method: amqp_method_t) -> ClosingReply? {
        switch method.id {
        case amqp_method_number_t(AMQP_CHANNEL_CLOSE_METHOD):
            let close = method.decoded.assumingMemoryBound(to: amqp_channel_close_t.self).pointee
            return .channel(code: Int(close.reply_code), text: String(wire: close.reply_text))
        case amqp_method_number_t(AMQP_CONNECTION_CLOSE_METHOD):
            let close = method.decoded.assumingMemoryBound(to: amqp_connection_close_t.self).pointee
            return .connection(code: Int(close.reply_code), text: String(wire: close.reply_text))
        default: return nil
        }
    }
}

/// What a frame brought.
enum Incoming {
    /// A piece of something, a heartbeat, or a frame of no interest.
    case part
    /// A whole message for the consumer with this tag.
    case delivered(Delivery)
    /// A publish came back as unroutable; the number is the one its header carries.
    case returned(number: UInt64)
    case answered(UInt64, multiple: Bool, confirmed: Bool)
    case cancelled(consumerTag: String)
    case blocked(reason: String)
    case unblocked
    case closed(ClosingReply)
}
