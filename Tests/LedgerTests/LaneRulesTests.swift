import Ledger
import Testing

@Suite struct LaneRulesTests {
    private let hash = BodyHash([1])
    private func last(_ state: MessageState, _ bytes: [UInt8] = [1]) -> LaneRules.Last {
        LaneRules.Last(message: MessageID(feed: 1, sequence: 1), hash: BodyHash(bytes), state: state)
    }
    private func isDuplicate(_ verdict: MessageState, after last: LaneRules.Last?, resubmitted: Bool = false) -> Bool {
        LaneRules.isDuplicate(hash: hash, verdict: verdict, isResubmitted: resubmitted, after: last)
    }

    @Test func onlyTheSameBytesRightBeforeCount() {
        #expect(isDuplicate(.mapped, after: last(.mapped)))
        #expect(!isDuplicate(.mapped, after: last(.mapped, [2])))
        #expect(!isDuplicate(.mapped, after: nil))
        #expect(!isDuplicate(.mapped, after: last(.mapped), resubmitted: true))
    }

    @Test func aResendThatWouldAddSomethingIsProcessed() {
        #expect(!isDuplicate(.mapped, after: last(.quarantined)))
        #expect(!isDuplicate(.mapped, after: last(.notRelevant)))
        #expect(isDuplicate(.quarantined, after: last(.quarantined)))
        #expect(isDuplicate(.quarantined, after: last(.mapped)))
        #expect(!isDuplicate(.quarantined, after: last(.rejected)))
    }

    @Test func placement() {
        func placed(barrier: Bool, _ barrierBefore: Bool, _ held: String?, _ lane: Bool, _ feed: Bool) -> LaneRules.Placement {
            LaneRules.placement(
                isBarrier: barrier,
                in: .init(barrierBefore: barrierBefore, laneHeld: held, earlierInLane: lane, earlierInFeed: feed))
        }
        #expect(placed(barrier: false, false, nil, false, true) == .free)
        #expect(placed(barrier: false, false, nil, true, true) == .waitsInLane(reason: "behind-earlier-message"))
        #expect(placed(barrier: false, false, "held", true, true) == .waitsInLane(reason: "held"))
        #expect(placed(barrier: false, true, "held", true, true) == .waitsBehindBarrier)
        #expect(placed(barrier: true, false, nil, false, false) == .free)
        #expect(placed(barrier: true, false, nil, false, true) == .waitsAsBarrier)
        #expect(placed(barrier: true, true, nil, false, false) == .waitsBehindBarrier)
    }

    @Test func messageIDs() {
        let id = MessageID(feed: 3, sequence: 1_234)
        #expect(id.description == "3-1234" && id.feedNumber == 3 && id.sequence == 1_234)
        #expect(MessageID(text: "3-1234") == id && MessageID(text: String(id.rawValue)) == id)
        for text in [
            "", "-", "3-", "-1", "3-0", "4096-1", "a-1", "99999999999999999999-1", "3-1-1", "-5", "9223372036854775807",
        ] {
            #expect(MessageID(text: text) == nil, "\(text)")
        }
        let last = MessageID(feed: MessageID.maximumFeed, sequence: MessageID.maximumSequence)
        // Exact as a number in JSON.
        #expect(last.rawValue < 1 << 53 && MessageID.range(ofFeed: MessageID.maximumFeed).upperBound == last.rawValue)
    }

    @Test func fairShares() {
        #expect(FairShare.shares(of: 10, among: [100, 2, 100]) == [4, 2, 4])
        #expect(FairShare.shares(of: 2, among: [5, 5, 5], start: 1) == [0, 1, 1])
        #expect(FairShare.shares(of: 100, among: [3, 0, 4]) == [3, 0, 4])
        #expect(FairShare.shares(of: 0, among: [3]) == [0])
        #expect(FairShare.shares(of: 5, among: []) == [])
        for start in 0..<50 {
            let available = (0..<7).map { ($0 * 13 + start * 7) % 11 }
            let shares = FairShare.shares(of: 20, among: available, start: start)
            #expect(shares.reduce(0, +) == min(20, available.reduce(0, +)))
            #expect(zip(shares, available).allSatisfy { $0 <= $1 })
        }
    }

    @Test func leases() {
        let lease = Lease(fence: Fence(partition: "p", epoch: 4), holder: "one", expiresAt: 100)
        #expect(Lease.answer(to: "one", current: nil, now: 0) == .granted(epoch: 1))
        #expect(Lease.answer(to: "one", current: lease, now: 99) == .renewed(epoch: 4))
        #expect(Lease.answer(to: "two", current: lease, now: 99) == .refused)
        #expect(Lease.answer(to: "two", current: lease, now: 100) == .granted(epoch: 5))
        // The former holder too: somebody may have written in between.
        #expect(Lease.answer(to: "one", current: lease, now: 100) == .granted(epoch: 5))
    }

    @Test func latencies() {
        #expect(Latency(of: []) == nil)
        let latency = Latency(of: Array(1...100).reversed())
        #expect(latency?.p50 == 50 && latency?.p95 == 95 && latency?.p99 == 99 && latency?.maximum == 100)
        #expect(Latency(of: [7])?.p50 == 7)
    }

    @Test func auditChain() {
        // A stand-in digest: what matters here is what goes in.
        let digest: @Sendable ([UInt8]) -> [UInt8] = { bytes in
            var hash: UInt64 = 1_469_598_103_934_665_603
            for byte in bytes { hash = (hash ^ UInt64(byte)) &* 1_099_511_628_211 }
            return withUnsafeBytes(of: hash.bigEndian) { Array($0) }
        }
        var entries: [AuditEntry] = []
        for number in 1...4 {
            let event = AuditEvent(actor: Actor("a"), action: "x", subject: "\(number)", at: 5)
            let bytes = AuditEntry.hashedBytes(
                after: entries.last?.hash ?? AuditEntry.origin, number: Int64(number), event: event)
            entries.append(AuditEntry(number: Int64(number), event: event, hash: digest(bytes)))
        }
        func verify(_ entries: [AuditEntry]) -> AuditVerification {
            var chain = AuditChain(sha256: digest)
            for entry in entries { chain.follow(entry) }
            return chain.verification
        }
        #expect(verify(entries) == .whole(entries: 4))
        #expect(verify([entries[0], entries[2], entries[3]]) == .broken(at: 2))
        #expect(verify([entries[1], entries[0]]) == .broken(at: 1))
        var changed = entries
        changed[2].event.reason = ""
        #expect(verify(changed) == .broken(at: 3))
        // Fields cannot flow into each other.
        let one = AuditEvent(actor: Actor("ab"), action: "c", subject: "d", at: 1)
        let other = AuditEvent(actor: Actor("a"), action: "bc", subject: "d", at: 1)
        #expect(
            AuditEntry.hashedBytes(after: [], number: 1, event: one)
                != AuditEntry.hashedBytes(after: [], number: 1, event: other))
    }
}
