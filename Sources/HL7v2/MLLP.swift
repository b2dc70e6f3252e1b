/// The minimal lower layer protocol: `<VT> message <FS><CR>` (HL7 v2 Transport Specification: MLLP, release 1).
package enum MLLP {
    static let start: UInt8 = 0x0B
    static let end: UInt8 = 0x1C
    static let carriageReturn: UInt8 = 0x0D

    /// The message in its frame.
    package static func frame(_ message: [UInt8]) -> [UInt8] {
        var frame: [UInt8] = []
        frame.reserveCapacity(message.count + 3)
        frame.append(start)
        frame.append(contentsOf: message)
        frame.append(end)
        frame.append(carriageReturn)
        return frame
    }
}

extension MLLP {
    /// Takes frames out of a stream of bytes, however it is cut into pieces.
    ///
    /// Its memory is bounded by `limit`: a longer message is skipped to its end and said to be too large. Bytes outside frames
    /// are skipped; a frame that a new one interrupts is dropped, and the stream goes on with the new one.
    package struct Decoder: Sendable {
        package enum Event: Hashable, Sendable {
            case message([UInt8])
            /// This many bytes stood outside any frame.
            case skipped(Int)
            /// A frame was begun anew before its end; this many bytes of it are dropped.
            case interrupted(Int)
            /// A message exceeded the limit and was skipped.
            case tooLarge(limit: Int)
        }

        private enum State: Hashable, Sendable {
            case outside(skipped: Int)
            case inside
            /// The end block was seen, its carriage return not yet.
            case ending
            /// Inside a message that is too large.
            case overflowing
            case overflowEnding
        }

        package let limit: Int
        private var state = State.outside(skipped: 0)
        private var buffer: [UInt8] = []

        package init(limit: Int = Limits.standard.bytes) { self.limit = limit }

        /// Bytes of an unfinished message; the caller's idle timeout watches them.
        package var pending: Int { buffer.count }

        /// Whether a message has begun and not ended.
        package var isInside: Bool {
            if case .outside = state { return false }
            return true
        }

        package mutating func append(_ bytes: some Collection<UInt8>) -> [Event] {
            var events: [Event] = []
            for byte in bytes { step(byte, &events) }
            if case .outside(let skipped) = state, skipped > 0 {
                events.append(.skipped(skipped))
                state = .outside(skipped: 0)
            }
            return events
        }

        private mutating func step(_ byte: UInt8, _ events: inout [Event]) {
            switch (state, byte) {
            case (.outside(let skipped), MLLP.start):
                if skipped > 0 { events.append(.skipped(skipped)) }
                begin()
            case (.outside(let skipped), MLLP.carriageReturn), (.outside(let skipped), 0x0A):
                // Line ends between frames are a habit of many senders, and no data.
                state = .outside(skipped: skipped)
            case (.outside(let skipped), _):
                state = .outside(skipped: skipped + 1)
            case (.inside, MLLP.end):
                state = .ending
            case (.inside, MLLP.start), (.overflowing, MLLP.start):
                events.append(state == .overflowing ? .tooLarge(limit: limit) : .interrupted(buffer.count))
                begin()
            case (.inside, _):
                keep(byte)
            case (.ending, MLLP.carriageReturn):
                finish(&events)
            case (.ending, MLLP.start):
                // The end block without its carriage return, and the next message.
                finish(&events)
                begin()
            case (.ending, MLLP.end):
                keep(MLLP.end)
                if state == .inside { state = .ending }
            case (.ending, _):
                // It was a byte of the text after all.
                keep(MLLP.end)
                if state == .overflowing { break }
                keep(byte)
            case (.overflowing, MLLP.end):
                state = .overflowEnding
            case (.overflowing, _):
                break
            case (.overflowEnding, MLLP.carriageReturn):
                events.append(.tooLarge(limit: limit))
                state = .outside(skipped: 0)
            case (.overflowEnding, MLLP.start):
                events.append(.tooLarge(limit: limit))
                begin()
            case (.overflowEnding, MLLP.end):
                break
            case (.overflowEnding, _):
                state = .overflowing
            }
        }

        private mutating func begin() {
            buffer.removeAll(keepingCapacity: false)
            state = .inside
        }

        private mutating func keep(_ byte: UInt8) {
            guard buffer.count < limit else {
                buffer = []
                state = .overflowing
                return
            }
            buffer.append(byte)
            state = .inside
        }

        private mutating func finish(_ events: inout [Event]) {
            events.append(.message(buffer))
            buffer = []
            state = .outside(skipped: 0)
        }
    }
}
