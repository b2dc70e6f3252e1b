/// Which publishes of a channel the broker has not answered yet. The broker counts publishes from 1 and answers in any
/// order, singly or up to a number.
struct ConfirmWindow<Token> {
    private struct Slot {
        var token: Token
        var isReturned = false
        var isAnswered = false
    }
    private var slots: [Slot?] = []
    /// Index in `slots` of the oldest; everything before is answered and gone.
    private var head = 0
    /// The number of `slots[head]`.
    private var firstNumber: UInt64 = 1
    private(set) var outstanding = 0
    /// Refusals since the last confirm. Many in a row from a quorum queue mean that this channel is stuck, not the queue.
    private(set) var refusalsInARow = 0

    var isEmpty: Bool { outstanding == 0 }
    /// The number that the broker gives to the next publish.
    var nextNumber: UInt64 { firstNumber + UInt64(slots.count - head) }
    var oldest: Token? { head < slots.count ? slots[head]?.token : nil }

    mutating func sent(_ token: Token) {
        slots.append(Slot(token: token))
        outstanding += 1
    }

    /// The broker sent message `number` back as unroutable; its confirm follows. Unknown numbers are ignored.
    mutating func returned(_ number: UInt64) {
        guard let index = index(of: number) else { return }
        slots[index]?.isReturned = true
    }

    /// The broker answered. `settle` is called once for each message, in the order of their publishing.
    mutating func answered(
        _ number: UInt64, multiple: Bool, confirmed: Bool, settle: (_ token: Token, _ outcome: Answer) -> Void
    ) {
        let last: Int
        if multiple && number == 0 {
            last = slots.count - 1
        } else {
            guard let index = index(of: number) else { return }
            last = index
        }
        guard last >= head else { return }
        for index in (multiple ? head : last)...last {
            guard let slot = slots[index], !slot.isAnswered else { continue }
            slots[index]?.isAnswered = true
            outstanding -= 1
            refusalsInARow = confirmed ? 0 : refusalsInARow + 1
            settle(slot.token, confirmed ? (slot.isReturned ? .returned : .confirmed) : .refused)
        }
        while head < slots.count, slots[head]?.isAnswered == true {
            slots[head] = nil
            head += 1
            firstNumber += 1
        }
        if head > 1024, head * 2 > slots.count {
            slots.removeFirst(head)
            head = 0
        }
    }

    /// The channel is gone: hands out everything unanswered and begins at 1 again, as the broker does.
    mutating func reset(_ each: (Token) -> Void) {
        for slot in slots[head...] {
            if let slot, !slot.isAnswered { each(slot.token) }
        }
        self = ConfirmWindow()
    }

    enum Answer: Hashable, Sendable { case confirmed, returned, refused }

    private func index(of number: UInt64) -> Int? {
        guard number >= firstNumber, number < nextNumber else { return nil }
        return head + Int(number - firstNumber)
    }
}
