import Ledger
import Testing

extension LedgerConformance {
    static let order: [LedgerConformance] = [
        .init(name: "no message is decided before an earlier one of its feed that a worker still has") { ledger async throws in
            let ids = try await ledger.take(["a", "b"])
            _ = try await ledger.claimedIDs()
            await expectFailure({ $0.isOutOfOrder }) { _ = try await ledger.commit([mapped(ids[1], ["y"])], now: 2_000) }
            await ledger.giveBack([ids[0]])
            let effects = try await ledger.states([mapped(ids[1], ["y"])])
            #expect(effects == [.waits(reason: "behind-unread-message")])
            #expect(try await ledger.claimedIDs() == ids)
        },
        .init(name: "a deferred message stops its lane and no other, until its time") { ledger async throws in
            let ids = try await ledger.take(["x1", "y1", "x2"])
            _ = try await ledger.claimedIDs()
            let effects = try await ledger.states([
                outcome(ids[0], .deferred(reason: "record-busy", until: 5_000), ["x"]), mapped(ids[1], ["y"]),
                mapped(ids[2], ["x"]),
            ])
            #expect(effects == [.waits(reason: "record-busy"), .decided(.mapped), .waits(reason: "record-busy")])
            #expect(try await ledger.claimedIDs(now: 4_999).isEmpty)
            #expect(try await ledger.nextWake(now: 2_000) == 5_000)
            #expect(try await ledger.heldLanes(limit: 9).map(\.waiting) == [2])
            // A later message of the lane waits too, even though it was never held.
            let late = try await ledger.take(["x3"])
            #expect(try await ledger.claimedIDs(now: 4_999) == late)
            #expect(try await ledger.states([mapped(late[0], ["x"])]) == [.waits(reason: "record-busy")])
            #expect(try await ledger.claimedIDs(now: 5_000) == [ids[0], ids[2], late[0]])
            // The first one is not done: nobody overtakes it.
            #expect(try await ledger.states([mapped(ids[2], ["x"])]) == [.waits(reason: "behind-earlier-message")])
            #expect(try await ledger.states([mapped(ids[0], ["x"])]) == [.decided(.mapped)])
            #expect(try await ledger.claimedIDs(now: 5_000) == [ids[2]])
            #expect(
                try await ledger.states([mapped(ids[2], ["x"]), mapped(late[0], ["x"])]) == [
                    .decided(.mapped), .decided(.mapped),
                ])
            try await ledger.requireBalance()
            #expect(try await ledger.messages(MessageQuery(laneKeys: [key("x")])).map(\.id) == [late[0], ids[2], ids[0]])
        },
        .init(name: "a quarantined message holds its lane if its type asks for it, until a person decides") {
            ledger async throws in
            let ids = try await ledger.take(["bad", "next"])
            _ = try await ledger.claimedIDs()
            let effects = try await ledger.states([
                outcome(ids[0], .quarantined(reason: "consent-unreadable", lane: .wait), ["x"]), mapped(ids[1], ["x"]),
            ])
            #expect(effects == [.decided(.quarantined), .waits(reason: "consent-unreadable")])
            let listed = try await ledger.quarantined(feed: feedA, reason: "consent-unreadable", after: nil, limit: 9)
            #expect(listed.map(\.id) == [ids[0]] && listed[0].holdsLane)
            try await ledger.resubmit(
                [Resubmission(message: ids[0], editedBody: bytes("good"))], by: clerk, reason: "typing error", now: 3_000)
            let claimed = try await ledger.claimPending(limit: 9, now: 3_000)
            #expect(claimed.map(\.id) == ids)
            #expect(claimed[0].body == bytes("good") && claimed[0].isResubmitted && !claimed[1].isResubmitted)
            #expect(try await ledger.states([mapped(ids[1], ["x"])]) == [.waits(reason: "behind-earlier-message")])
            let settled = try await ledger.commit([mapped(ids[0], ["x"])], now: 3_000)
            #expect(settled[0].effect == .decided(.mapped) && !settled[0].isOvertaken)
            let detail = try #require(try await ledger.message(ids[0]))
            #expect(detail.body == bytes("bad") && detail.editedBody == bytes("good"))
            #expect(try await ledger.claimedIDs() == [ids[1]])
            #expect(try await ledger.states([mapped(ids[1], ["x"])]) == [.decided(.mapped)])
            try await ledger.requireBalance()
        },
        .init(name: "discarding what holds a lane frees it") { ledger async throws in
            let ids = try await ledger.take(["bad", "next"])
            _ = try await ledger.claimedIDs()
            _ = try await ledger.states([outcome(ids[0], .quarantined(reason: "q", lane: .wait), ["x"]), mapped(ids[1], ["x"])])
            try await ledger.discard([ids[0]], by: clerk, reason: "test message", now: 3_000)
            #expect(try await ledger.claimedIDs() == [ids[1]])
            #expect(try await ledger.states([mapped(ids[1], ["x"])]) == [.decided(.mapped)])
            #expect(try await ledger.balance().count(.rejected) == 1)
            #expect(try await ledger.feedFigures()[0].quarantineReasons.isEmpty)
            await expectFailure({ $0.isConflict }) { try await ledger.discard([ids[0]], by: clerk, reason: "x", now: 1) }
            try await ledger.requireBalance()
        },
        .init(name: "a message that was skipped and resubmitted is known as overtaken") { ledger async throws in
            let ids = try await ledger.take(["bad", "next"])
            _ = try await ledger.claimedIDs()
            _ = try await ledger.states([
                outcome(ids[0], .quarantined(reason: "q", lane: .pass), ["x"]), mapped(ids[1], ["x"], to: [store]),
            ])
            try await ledger.resubmit([Resubmission(message: ids[0])], by: clerk, reason: "mapping mended", now: 3_000)
            #expect(try await ledger.claimedIDs() == [ids[0]])
            let settled = try await ledger.commit([mapped(ids[0], ["x"], to: [store])], now: 3_000)
            #expect(settled[0].effect == .decided(.mapped) && settled[0].isOvertaken)
            #expect(try await ledger.message(ids[0])?.issues.map(\.code) == ["overtaken"])
            #expect(try await ledger.message(ids[0])?.deliveries.map(\.isOvertaken) == [true])
            #expect(try await ledger.messages(MessageQuery(laneKeys: [key("x")])).map(\.id) == [ids[1], ids[0]])
            try await ledger.requireBalance()
        },
        .init(name: "a message that names two patients unites their lanes, with all that waits") { ledger async throws in
            let ids = try await ledger.take(["x", "y", "x-again", "merge", "y-again"])
            _ = try await ledger.claimedIDs()
            _ = try await ledger.states([
                mapped(ids[0], ["x"], to: [store]), mapped(ids[1], ["y"], to: [store]),
                outcome(ids[2], .deferred(reason: "busy", until: 9_000), ["x"]),
            ])
            let effects = try await ledger.states([
                mapped(ids[3], ["x", "y"], to: [store]), mapped(ids[4], ["y"], to: [store]),
            ])
            #expect(effects == [.waits(reason: "busy"), .waits(reason: "busy")])
            #expect(try await ledger.lanes(for: [key("x")]).count == 2)
            // Both patients' deliveries stand in one lane now: one after the other.
            let first = try await ledger.claimDeliveries(destination: store, limit: 9, now: 3_000)
            #expect(first.map(\.delivery.subject) == [.message(ids[0])])
            try await ledger.settle([delivered(first[0])], now: 3_000)
            let second = try await ledger.claimDeliveries(destination: store, limit: 9, now: 3_000)
            #expect(second.map(\.delivery.subject) == [.message(ids[1])])
            #expect(try await ledger.claimedIDs(now: 9_000) == [ids[2], ids[3], ids[4]])
            let after = try await ledger.states([mapped(ids[2], ["x"]), mapped(ids[3], ["x", "y"]), mapped(ids[4], ["y"])])
            #expect(after == [.decided(.mapped), .decided(.mapped), .decided(.mapped)])
            #expect(Set(try await ledger.messages(MessageQuery(laneKeys: [key("y")])).map(\.id)) == Set(ids))
            try await ledger.requireBalance()
        },
        .init(name: "a message without identifiers is a barrier, with an age limit") { ledger async throws in
            let ids = try await ledger.take(["x", "nobody", "y"])
            _ = try await ledger.claimedIDs()
            let effects = try await ledger.states([
                outcome(ids[0], .deferred(reason: "busy", until: 5_000), ["x"]), mapped(ids[1], []), mapped(ids[2], ["y"]),
            ])
            #expect(
                effects == [.waits(reason: "busy"), .waits(reason: "waits-for-earlier"), .waits(reason: "behind-barrier")])
            #expect(try await ledger.claimedIDs(now: 4_000).isEmpty)
            #expect(try await ledger.claimedIDs(now: 5_000) == [ids[0]])
            #expect(try await ledger.states([mapped(ids[0], ["x"])], now: 5_000) == [.decided(.mapped)])
            #expect(try await ledger.claimedIDs(now: 5_000) == [ids[1], ids[2]])
            #expect(
                try await ledger.states([mapped(ids[1], []), mapped(ids[2], ["y"])]) == [.decided(.mapped), .decided(.mapped)])
            // Deferred beyond the limit: quarantined, and the feed goes on.
            let more = try await ledger.take(["nobody2", "z"])
            _ = try await ledger.claimedIDs(now: 6_000)
            #expect(
                try await ledger.states(
                    [outcome(more[0], .deferred(reason: "busy", until: 99_000_000)), mapped(more[1], ["z"])], now: 6_000)
                    == [.waits(reason: "busy"), .waits(reason: "behind-barrier")])
            #expect(try await ledger.nextWake(now: 6_000) == 6_000 + 600_000)
            #expect(try await ledger.claimedIDs(now: 6_000 + 599_999).isEmpty)
            #expect(try await ledger.claimedIDs(now: 6_000 + 600_000) == [more[1]])
            #expect(try await ledger.message(more[0])?.summary.reason == LedgerPolicy.barrierExpired)
            try await ledger.requireBalance()
        },
        .init(name: "a person holds one patient while the feed flows") { ledger async throws in
            let ids = try await ledger.take(["x1", "x2", "y1"])
            _ = try await ledger.claimedIDs(1)
            let settled = try await ledger.commit([mapped(ids[0], ["x"])], now: 2_000)
            let lane = try #require(settled[0].lane)
            try await ledger.holdLane(lane, reason: "identity in doubt", until: nil, by: clerk, now: 2_000)
            _ = try await ledger.claimedIDs()
            let effects = try await ledger.states([mapped(ids[1], ["x"]), mapped(ids[2], ["y"])])
            #expect(effects == [.waits(reason: "identity in doubt"), .decided(.mapped)])
            #expect(try await ledger.feedFigures()[0].heldLanes == 1)
            try await ledger.releaseLane(lane, by: clerk, reason: "settled", now: 3_000)
            #expect(try await ledger.claimedIDs() == [ids[1]])
            #expect(try await ledger.auditEntries(before: nil, limit: 9).map(\.event.action) == ["release-lane", "hold-lane"])
        },
    ]

    static let duplicates: [LedgerConformance] = [
        .init(name: "the same bytes again are a duplicate, if nothing of the lane lies between") { ledger async throws in
            let ids = try await ledger.take(["X", "Y-of-other", "X", "X", "Z", "X"])
            _ = try await ledger.claimedIDs()
            let settled = try await ledger.commit(
                [
                    mapped(ids[0], ["x"], to: [store], control: "1"), mapped(ids[1], ["y"]),
                    mapped(ids[2], ["x"], to: [store], control: "1"), mapped(ids[3], ["x"], to: [store], control: "1"),
                    mapped(ids[4], ["x"], to: [store], control: "2"), mapped(ids[5], ["x"], to: [store], control: "1"),
                ], now: 2_000)
            #expect(
                settled.map(\.effect) == [
                    .decided(.mapped), .decided(.mapped), .decided(.duplicate), .decided(.duplicate), .decided(.mapped),
                    .decided(.mapped),
                ])
            #expect(settled.map(\.duplicateOf) == [nil, nil, ids[0], ids[0], nil, nil])
            #expect(try await ledger.message(ids[2])?.duplicateOf == ids[0])
            #expect(try await ledger.balance().destinations.map(\.due) == [3])
            // The same bytes under the same control id are no reuse.
            #expect(try await ledger.message(ids[5])?.issues == [])
            try await ledger.requireBalance()
        },
        .init(name: "the same bytes in another feed are another message") { ledger async throws in
            let a = try await ledger.take(["X"])
            let b = try await ledger.take(["X"], feed: feedB)
            _ = try await ledger.claimedIDs()
            #expect(
                try await ledger.states([mapped(a[0], ["x"]), mapped(b[0], ["x"])]) == [.decided(.mapped), .decided(.mapped)])
        },
        .init(name: "a resend after the mapping was mended is processed; before, it is a duplicate") { ledger async throws in
            let ids = try await ledger.take(["X", "X", "X"])
            _ = try await ledger.claimedIDs()
            let bad = { outcome($0, .quarantined(reason: "q", lane: .pass), ["x"]) }
            #expect(
                try await ledger.states([bad(ids[0]), bad(ids[1]), mapped(ids[2], ["x"])])
                    == [.decided(.quarantined), .decided(.duplicate), .decided(.mapped)])
            try await ledger.requireBalance()
        },
        .init(name: "an unreadable message is known again by its bytes") { ledger async throws in
            let ids = try await ledger.take(["garbage", "x", "garbage", "rubbish"])
            _ = try await ledger.claimedIDs()
            let bad = { outcome($0, .quarantined(reason: "unreadable", lane: .pass)) }
            #expect(
                try await ledger.states([bad(ids[0]), mapped(ids[1], ["x"]), bad(ids[2]), bad(ids[3])])
                    == [.decided(.quarantined), .decided(.mapped), .decided(.duplicate), .decided(.quarantined)])
        },
        .init(name: "a control id used again with another body is an issue, in its feed only") { ledger async throws in
            let a = try await ledger.take(["one", "two"])
            let b = try await ledger.take(["three"], feed: feedB)
            _ = try await ledger.claimedIDs()
            _ = try await ledger.states([
                mapped(a[0], ["x"], control: "C"), mapped(a[1], ["y"], control: "C"), mapped(b[0], ["z"], control: "C"),
            ])
            #expect(try await ledger.message(a[0])?.issues == [])
            #expect(try await ledger.message(a[1])?.issues.map(\.code) == ["control-id-reused"])
            #expect(try await ledger.message(b[0])?.issues == [])
            #expect(Set(try await ledger.messages(MessageQuery(controlID: "C")).map(\.id)) == Set(a + b))
            #expect(try await ledger.messages(MessageQuery(feed: feedB, controlID: "C")).map(\.id) == b)
        },
    ]
}
