import Diagnostics
import Ledger
import Testing

extension LedgerConformance {
    static let inbox: [LedgerConformance] = [
        .init(name: "one commit numbers several feeds without a gap") { ledger async throws in
            let commit = try await ledger.accept(
                [
                    FeedArrivals(feed: feedA, arrivals: [arrival("a1"), arrival("a2")]),
                    FeedArrivals(feed: feedB, arrivals: [arrival("b1")]),
                    FeedArrivals(feed: feedA, arrivals: [arrival("a3")]),
                ], fences: [])
            #expect(commit.messages.map { $0.map(\.sequence) } == [[1, 2], [1], [3]])
            #expect(commit.count == 4)
            #expect(Set(commit.messages.flatMap { $0 }).count == 4)
            try await ledger.requireBalance()
            let detail = try #require(try await ledger.message(commit.messages[0][1]))
            #expect(detail.body == bytes("a2") && detail.summary.state == .pending && detail.properties.messageID == "m-a2")
        },
        .init(name: "an empty batch is no message") { ledger async throws in
            #expect(try await ledger.accept(feed: feedA, arrivals: []).ids.isEmpty)
            #expect(try await ledger.balance().received == 0)
        },
        .init(name: "concurrent accepts are each complete and numbered once") { ledger async throws in
            let ids = try await withThrowingTaskGroup(of: [MessageID].self) { group in
                for n in 0..<40 {
                    group.addTask { try await ledger.take(["x\(n)", "y\(n)"], feed: n % 2 == 0 ? feedA : feedB) }
                }
                var all: [MessageID] = []
                for try await ids in group {
                    // The two of one call stand together, in order.
                    #expect(ids.count == 2 && ids[1].sequence == ids[0].sequence + 1)
                    all += ids
                }
                return all
            }
            #expect(Set(ids).count == 80)
            #expect(try await ledger.balance().feeds.map(\.received).sorted() == [40, 40])
            try await ledger.requireBalance()
        },
        .init(name: "a claim keeps feed order, is fair, and gives nothing twice") { ledger async throws in
            let a = try await ledger.take((0..<50).map { "a\($0)" })
            let b = try await ledger.take(["b0", "b1"], feed: feedB)
            let first = try await ledger.claimedIDs(10)
            #expect(first.count == 10)
            #expect(first.filter { $0.feedNumber == b[0].feedNumber } == b)
            #expect(first.filter { $0.feedNumber == a[0].feedNumber } == Array(a.prefix(8)))
            let second = try await ledger.claimedIDs(100)
            #expect(second == Array(a.dropFirst(8)))
            #expect(try await ledger.claimedIDs(10).isEmpty)
            await ledger.giveBack([a[3], a[4]])
            #expect(try await ledger.claimedIDs(10) == [a[3], a[4]])
        },
        .init(name: "a claim is bounded in bytes, and gives at least one") { ledger async throws in
            let ids = try await ledger.take(["0123456789", "0123456789", "0123456789"])
            let limits = ClaimLimits(messages: 10, bytes: 15)
            #expect(try await ledger.claimPending(limits, now: 0, fences: []).map(\.id) == [ids[0]])
            let small = ClaimLimits(messages: 10, bytes: 1)
            #expect(try await ledger.claimPending(small, now: 0, fences: []).map(\.id) == [ids[1]])
            #expect(try await ledger.claimedIDs() == [ids[2]])
        },
        .init(name: "the inbox tells its tail, oldest first") { ledger async throws in
            _ = try await ledger.take(["a", "b", "c"])
            _ = try await ledger.take(["d"], feed: feedB)
            #expect(try await ledger.inboxTail(of: feedA, limit: 2) == [arrival("b").hash, arrival("c").hash])
            #expect(try await ledger.inboxTail(of: "nobody", limit: 2).isEmpty)
        },
        .init(name: "the keys of whom something was ever mapped are known over all feeds, through unions") {
            ledger async throws in
            let ids = try await ledger.take(["a", "b", "c", "d"])
            _ = try await ledger.claimedIDs()
            _ = try await ledger.states([
                mapped(ids[0], ["a"]), outcome(ids[1], .notRelevant(nil), ["b"]), outcome(ids[2], .notRelevant(nil), ["a"]),
            ])
            #expect(try await ledger.keysOfMappedMessages(among: [key("a"), key("b"), key("z")]) == [key("a")])
            _ = try await ledger.states([outcome(ids[3], .notRelevant(nil), ["b", "a"])])
            #expect(try await ledger.keysOfMappedMessages(among: [key("a"), key("b")]) == [key("a"), key("b")])
            #expect(try await ledger.keysOfMappedMessages(among: []).isEmpty)
        },
        .init(name: "a paused feed is accepted and not claimed until it is resumed or its time is up") { ledger async throws in
            let ids = try await ledger.take(["a", "b"])
            try await ledger.pause(feedA, until: 5_000, by: clerk, reason: "migration", now: 1_500)
            #expect(try await ledger.claimedIDs(now: 4_999).isEmpty)
            #expect(try await ledger.feedFigures()[0].paused?.by == clerk.name)
            #expect(try await ledger.claimedIDs(1, now: 5_000) == [ids[0]])
            try await ledger.pause(feedA, until: nil, by: clerk, reason: "again", now: 5_000)
            #expect(try await ledger.claimedIDs(now: 9_999_999).isEmpty)
            try await ledger.resume(feedA, by: clerk, reason: "done", now: 6_000)
            #expect(try await ledger.claimedIDs() == [ids[1]])
        },
        .init(name: "every end of a message is in the balance, with its rows") { ledger async throws in
            let ids = try await ledger.take(["m", "q", "n", "r", "p"])
            _ = try await ledger.claimedIDs()
            let issue = StoredIssue(severity: .warning, code: "bad-time", message: "not a time", path: "OBX-14", byteOffset: 9)
            var first = mapped(ids[0], ["x"], to: [store, nation], control: "C1")
            first.issues = [issue]
            first.accounting = Accounting(mapped: 7, ignored: 2, unmapped: ["PID-4", "PID-9", "PID-4"])
            let recognition = Recognition(keys: [key("n1")], sealed: [1, 2, 3], expiresAt: 9_000)
            let effects = try await ledger.states([
                first, outcome(ids[1], .quarantined(reason: "required-missing", lane: .pass), ["y"]),
                outcome(ids[2], .notRelevant(recognition), ["n1"]), outcome(ids[3], .rejected(reason: "processing-id")),
            ])
            #expect(effects == [.decided(.mapped), .decided(.quarantined), .decided(.notRelevant), .decided(.rejected)])
            let balance = try await ledger.balance()
            #expect(
                balance.json == """
                    {"received":5,"pending":1,"mapped":1,"quarantined":1,"duplicate":0,"notRelevant":1,"rejected":1,\
                    "imbalance":0,"destinations":{"national-submission":{"due":1,"delivered":0,"pending":1,"held":0,"failed":0,\
                    "cancelled":0},"record-store":{"due":1,"delivered":0,"pending":1,"held":0,"failed":0,"cancelled":0}},\
                    "feeds":{"rrk-pas":{"received":5,"pending":1,"mapped":1,"quarantined":1,"duplicate":0,"notRelevant":1,\
                    "rejected":1,"gaps":0}}}
                    """)
            let detail = try #require(try await ledger.message(ids[0]))
            #expect(detail.issues == [issue] && detail.canonical == bytes("canonical \(ids[0])"))
            #expect(detail.summary.release == release && detail.summary.event == "person-updated")
            #expect(detail.deliveries.map(\.destination) == [store, nation])
            #expect(detail.accounting.mapped == 7 && detail.accounting.unmapped == ["PID-4", "PID-9", "PID-4"])
            #expect(try await ledger.unmappedTotals(feed: nil, limit: 9).map(\.path) == ["PID-4", "PID-9"])
            #expect(try await ledger.unmappedTotals(feed: feedA, limit: 9).map(\.messages) == [1, 1])
            // The body of somebody outside the cohort is gone, what recognises him stays until it expires.
            #expect(try await ledger.message(ids[2])?.body == nil)
            #expect(try await ledger.recognitions(for: [key("n1")], now: 8_999).map(\.sealed) == [[1, 2, 3]])
            #expect(try await ledger.recognitions(for: [key("n1")], now: 9_000).isEmpty)
            #expect(try await ledger.expireRecognitions(now: 8_999) == 0)
            #expect(try await ledger.recognitions(for: [key("n1")], now: 8_999).count == 1)
            #expect(try await ledger.expireRecognitions(now: 9_000) == 1)
            #expect(try await ledger.recognitions(for: [key("n1")], now: 8_999).isEmpty)
            #expect(try await ledger.feedFigures()[0].quarantineReasons == ["required-missing": 1])
        },
        .init(name: "a commit is whole or nothing") { ledger async throws in
            let ids = try await ledger.take(["a", "b"])
            _ = try await ledger.claimedIDs()
            await expectFailure({ $0.isUnknown }) {
                _ = try await ledger.commit(
                    [mapped(ids[0], ["x"], to: [store]), mapped(MessageID(feed: 9, sequence: 9), ["x"])], now: 2_000)
            }
            #expect(try await ledger.message(ids[0])?.summary.state == .pending)
            #expect(try await ledger.balance().destinations.isEmpty)
            _ = try await ledger.commit([mapped(ids[0], ["x"], to: [store])], now: 2_000)
            await expectFailure({ $0.isConflict }) {
                _ = try await ledger.commit([mapped(ids[1], ["x"]), mapped(ids[0], ["x"])], now: 2_000)
            }
            #expect(try await ledger.message(ids[1])?.summary.state == .pending)
            try await ledger.requireBalance()
        },
        .init(name: "a lease that has moved on fences accepts, commits and settlements") { ledger async throws in
            let first = try #require(try await ledger.acquireLease("feed:a", holder: "one", until: 2_000, now: 1_000))
            #expect(try await ledger.acquireLease("feed:a", holder: "two", until: 3_000, now: 1_500) == nil)
            #expect(try await ledger.acquireLease("feed:a", holder: "one", until: 3_000, now: 1_500)?.fence.epoch == 1)
            let ids = try await ledger.accept(feed: feedA, arrivals: [arrival("a")], fences: [first.fence]).ids
            let second = try #require(try await ledger.acquireLease("feed:a", holder: "two", until: 9_000, now: 4_000))
            #expect(second.fence.epoch == 2)
            await expectFailure({ $0 == .fenced(partition: "feed:a") }) {
                _ = try await ledger.accept(feed: feedA, arrivals: [arrival("late")], fences: [first.fence])
            }
            await expectFailure({ $0 == .fenced(partition: "feed:a") }) {
                _ = try await ledger.commit([mapped(ids[0], ["x"])], now: 0, fences: [first.fence])
            }
            await expectFailure({ $0 == .fenced(partition: "feed:a") }) {
                _ = try await ledger.claimPending(ClaimLimits(messages: 1), now: 0, fences: [first.fence])
            }
            #expect(try await ledger.balance().received == 1)
            _ = try await ledger.commit([mapped(ids[0], ["x"])], now: 0, fences: [second.fence])
            try await ledger.releaseLease(second)
            #expect(try await ledger.acquireLease("feed:a", holder: "one", until: 9_000, now: 4_001)?.fence.epoch == 3)
        },
    ]
}

extension LedgerFailure {
    var isUnknown: Bool { if case .unknown = self { true } else { false } }
    var isConflict: Bool { if case .conflict = self { true } else { false } }
    var isOutOfOrder: Bool { if case .outOfOrder = self { true } else { false } }
}
