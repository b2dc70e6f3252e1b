import Canonical
import Ledger
import Testing

func delivered(_ claimed: ClaimedDelivery) -> DeliveryResult {
    DeliveryResult(delivery: claimed.delivery.id, effect: .delivered, answer: Answer(.accepted, statusCode: 200))
}

func result(_ claimed: ClaimedDelivery, _ effect: DeliveryResult.Effect) -> DeliveryResult {
    DeliveryResult(delivery: claimed.delivery.id, effect: effect, answer: Answer(.notAnswered, text: "no answer"))
}

extension LedgerStore {
    /// One mapped message per body, all with these lanes and destinations.
    func mapAll(_ bodies: [String], lane: String, to destinations: [DestinationName]) async throws -> [MessageID] {
        let ids = try await take(bodies)
        _ = try await claimedIDs()
        _ = try await commit(ids.map { mapped($0, [lane], to: destinations) }, now: 2_000)
        return ids
    }

    func claimSubjects(_ destination: DestinationName = store, now: Milliseconds = 3_000) async throws -> [ClaimedDelivery] {
        try await claimDeliveries(destination: destination, limit: 100, now: now)
    }
}

extension LedgerConformance {
    static let deliveries: [LedgerConformance] = [
        .init(name: "deliveries of a lane go one after the other, lanes and destinations side by side") { ledger async throws in
            let x = try await ledger.mapAll(["x1", "x2"], lane: "x", to: [store, nation])
            let y = try await ledger.mapAll(["y1"], lane: "y", to: [store])
            let first = try await ledger.claimSubjects()
            #expect(first.map(\.delivery.subject) == [.message(x[0]), .message(y[0])])
            #expect(first[0].canonical == bytes("canonical \(x[0])") && first[0].event == "person-updated")
            #expect(try await ledger.claimSubjects().isEmpty)
            #expect(try await ledger.claimSubjects(nation).map(\.delivery.subject) == [.message(x[0])])
            try await ledger.settle([delivered(first[0])], now: 3_000)
            #expect(try await ledger.claimSubjects().map(\.delivery.subject) == [.message(x[1])])
            let figures = try await ledger.destinationFigures()
            #expect(figures.first { $0.destination == store }?.counts[.delivered] == 1)
            #expect(figures.first { $0.destination == store }?.lastDeliveredAt == 3_000)
            try await ledger.requireBalance()
        },
        .init(name: "a failed attempt keeps its lane waiting until its time; answers are kept") { ledger async throws in
            let ids = try await ledger.mapAll(["x1", "x2"], lane: "x", to: [store])
            let first = try await ledger.claimSubjects()
            try await ledger.settle([result(first[0], .retry(at: 8_000))], now: 3_000)
            #expect(try await ledger.claimSubjects(now: 7_999).isEmpty)
            #expect(try await ledger.nextDue(destination: store) == 8_000)
            let again = try await ledger.claimSubjects(now: 8_000)
            #expect(again.map(\.delivery.subject) == [.message(ids[0])] && again[0].delivery.attempts == 1)
            #expect(again[0].delivery.idempotencyKey == first[0].delivery.idempotencyKey)
            try await ledger.settle([delivered(again[0])], now: 8_500)
            let timeline = try #require(try await ledger.message(ids[0])).timeline
            #expect(
                timeline.map(\.kind) == [
                    .received, .decided(.mapped), .deliveryAdded(first[0].delivery.id, store),
                    .answered(first[0].delivery.id, store, Answer(.notAnswered, text: "no answer")),
                    .answered(first[0].delivery.id, store, Answer(.accepted, statusCode: 200)),
                ])
            #expect(try await ledger.latency(window: 10).delivered[store]?.maximum == 7_500)
        },
        .init(name: "a worker that gives back has made no attempt") { ledger async throws in
            _ = try await ledger.mapAll(["x1"], lane: "x", to: [store])
            let first = try await ledger.claimSubjects()
            try await ledger.settle([result(first[0], .giveBack)], now: 3_000)
            #expect(try await ledger.claimSubjects().map(\.delivery.attempts) == [0])
        },
        .init(name: "a result for a delivery that is not claimed changes nothing") { ledger async throws in
            _ = try await ledger.mapAll(["x1"], lane: "x", to: [store])
            let first = try await ledger.claimSubjects()
            try await ledger.settle([delivered(first[0])], now: 3_000)
            await expectFailure({ $0.isConflict }) { try await ledger.settle([result(first[0], .retry(at: 1))], now: 3_000) }
            #expect(try await ledger.deliveries(DeliverySelection(destination: store)).map(\.state) == [.delivered])
        },
        .init(name: "what failed for good or is held blocks its lane, or not, as the destination says") { ledger async throws in
            try await ledger.register(
                [
                    DestinationRegistration(name: store),
                    DestinationRegistration(name: nation, lanePolicy: LanePolicy(whenHeld: .pass, whenFailed: .pass)),
                ], now: 0)
            let ids = try await ledger.mapAll(["x1", "x2"], lane: "x", to: [store, nation])
            for destination in [store, nation] {
                let first = try await ledger.claimSubjects(destination)
                try await ledger.settle([result(first[0], .failed(reason: "refused"))], now: 3_000)
            }
            #expect(try await ledger.claimSubjects(store).isEmpty)
            let passed = try await ledger.claimSubjects(nation)
            #expect(passed.map(\.delivery.subject) == [.message(ids[1])])
            // A person tries them again: in order where it blocked, known as overtaken where it was passed.
            for destination in [store, nation] {
                let changed = try await ledger.change(
                    DeliverySelection(destination: destination, states: [.failed]), by: .retried, actor: clerk,
                    reason: "mended",
                    now: 4_000)
                #expect(changed.count == 1)
            }
            #expect(try await ledger.claimSubjects(store, now: 4_000).map(\.delivery.subject) == [.message(ids[0])])
            #expect(try await ledger.claimSubjects(nation, now: 4_000).isEmpty)
            try await ledger.settle([delivered(passed[0])], now: 4_000)
            let late = try await ledger.claimSubjects(nation, now: 4_000)
            #expect(late.map(\.delivery.subject) == [.message(ids[0])] && late[0].delivery.isOvertaken)
            try await ledger.requireBalance()
        },
        .init(name: "the gate is asked inside the claim, and what it refuses is never handed out") { ledger async throws in
            _ = try await ledger.mapAll(["w1", "w2", "w3"], lane: "w", to: [nation])
            _ = try await ledger.mapAll(["h1", "h2"], lane: "h", to: [nation])
            let ok = try await ledger.mapAll(["s1"], lane: "s", to: [nation])
            let all = try await ledger.deliveries(DeliverySelection(destination: nation))
            let withdrawn = try #require(all.first { $0.id.rawValue == 1 }?.lane)
            let held = try #require(all.first { $0.id.rawValue == 4 }?.lane)
            let claimed = try await ledger.claimDeliveries(
                destination: nation, limit: 10, now: 3_000, following: nil, fences: []
            ) { delivery in
                if delivery.lane == withdrawn { return .cancel(reason: "withdrawn") }
                return delivery.lane == held ? .hold(reason: "not-ready") : .send
            }
            #expect(claimed.map(\.delivery.subject) == [.message(ok[0])])
            let balance = try await ledger.balance()
            let nationNow = try #require(balance.destinations.first)
            #expect(nationNow.count(.cancelled) == 3 && nationNow.count(.held) == 1 && nationNow.count(.pending) == 1)
            #expect(balance.imbalance == 0)
            let released = try await ledger.change(
                DeliverySelection(destination: nation, states: [.held]), by: .released, actor: clerk, reason: "ready",
                now: 3_500)
            #expect(released.count == 1)
            let postponed = try await ledger.claimDeliveries(
                destination: nation, limit: 10, now: 4_000, following: nil, fences: []
            ) { _ in
                .postpone(until: 6_000)
            }
            #expect(postponed.isEmpty)
            #expect(try await ledger.claimSubjects(nation, now: 5_999).isEmpty)
            #expect(try await ledger.claimSubjects(nation, now: 6_000).count == 1)
        },
        .init(name: "what follows another destination never overtakes it, and waits while a lane is stuck there") {
            ledger async throws in
            func claim(_ now: Milliseconds) async throws -> [DeliverySubject] {
                let looked = try await ledger.dueDeliveries(destination: nation, limit: 10, now: now, following: store)
                let claimed = try await ledger.claimDeliveries(
                    destination: nation, limit: 10, now: now, following: store, fences: []
                ) { _ in .send }
                #expect(looked.map(\.delivery.id) == claimed.map(\.delivery.id), "the look sees what the claim takes")
                #expect(looked.map(\.canonical) == claimed.map(\.canonical))
                return claimed.map(\.delivery.subject)
            }
            let x = try await ledger.mapAll(["x1"], lane: "x", to: [store, nation])
            let y = try await ledger.mapAll(["y1"], lane: "y", to: [store, nation])
            let z = try await ledger.mapAll(["z1"], lane: "z", to: [nation])
            _ = try await ledger.mapAll(["z2"], lane: "z", to: [store])
            #expect(try await claim(3_000).isEmpty, "the record has nothing yet")
            let atStore = try await ledger.claimSubjects()
            #expect(atStore.count == 3)
            #expect(try await claim(3_100).isEmpty, "what is in a worker's hands is not there yet")
            try await ledger.settle([delivered(atStore[0]), result(atStore[2], .failed(reason: "conflict"))], now: 3_200)
            #expect(try await claim(3_300) == [.message(x[0])], "only what was committed before all that is on its way")
            try await ledger.settle([delivered(atStore[1])], now: 3_400)
            // z's later message is stuck at the record: it may be a withdrawal.
            #expect(try await claim(3_500) == [.message(y[0])])
            _ = try await ledger.change(
                DeliverySelection(destination: store, states: [.failed]), by: .retried, actor: clerk, reason: "mended",
                now: 3_600)
            #expect(try await claim(3_700).isEmpty)
            try await ledger.settle(try await ledger.claimSubjects(now: 3_700).map(delivered), now: 3_800)
            #expect(try await claim(3_900) == [.message(z[0])])
            try await ledger.requireBalance()
        },
        .init(name: "a gate that fails leaves everything as it was") { ledger async throws in
            _ = try await ledger.mapAll(["a"], lane: "a", to: [nation])
            await expectFailure({ $0 == .closed }) {
                _ = try await ledger.claimDeliveries(destination: nation, limit: 10, now: 3_000, following: nil, fences: []) {
                    _ in
                    throw LedgerFailure.closed
                }
            }
            #expect(try await ledger.claimSubjects(nation).count == 1)
        },
        .init(name: "record versions are enqueued once, in order, with the outbox's cursor; newer ones supersede") {
            ledger async throws in
            func version(_ number: Int64, supersedes: Bool = false) -> RecordDelivery {
                RecordDelivery(
                    due: DueDelivery(destination: nation, purpose: .programme, idempotencyKey: "p1/\(number)"),
                    recordKey: "p1", version: number, lane: key("p1"), supersedes: supersedes)
            }
            #expect(
                try await ledger.enqueue([version(1), version(2)], cursor: OutboxCursor(name: "nation", position: 7), now: 1)
                    == 2)
            #expect(try await ledger.cursor("nation") == 7)
            #expect(try await ledger.enqueue([version(2)], cursor: OutboxCursor(name: "nation", position: 6), now: 1) == 0)
            #expect(try await ledger.cursor("nation") == 7)
            let first = try await ledger.claimSubjects(nation)
            #expect(first.map(\.delivery.subject) == [.record(key: "p1", version: 1)] && first[0].canonical.isEmpty)
            #expect(try await ledger.enqueue([version(3, supersedes: true)], cursor: nil, now: 4_000) == 1)
            try await ledger.settle([delivered(first[0])], now: 4_000)
            #expect(
                try await ledger.claimSubjects(nation, now: 4_000).map(\.delivery.subject) == [.record(key: "p1", version: 3)])
            let cancelled = try await ledger.deliveries(DeliverySelection(destination: nation, states: [.cancelled]))
            #expect(cancelled.map(\.reason) == ["superseded"])
            try await ledger.requireBalance()
        },
        .init(name: "a replay adds deliveries, never receipts, behind what is open") { ledger async throws in
            let ids = try await ledger.mapAll(["x1", "x2"], lane: "x", to: [store])
            let first = try await ledger.claimSubjects()
            try await ledger.settle([delivered(first[0])], now: 3_000)
            let correction = ReplayRequest.Correction(canonical: bytes("better"), release: "r2", event: "person-updated")
            let added = try await ledger.replay(
                ReplayRequest(
                    items: [
                        .init(message: ids[0], deliveries: [due(store, "again")]),
                        .init(message: ids[1], correction: correction, deliveries: [due(store, "corrected")]),
                    ], actor: Actor("a", approvedBy: "b"), reason: "recall 7"), now: 4_000)
            #expect(added.count == 2)
            #expect(try await ledger.balance().received == 2)
            var seen: [[UInt8]] = []
            for _ in 0..<3 {
                let claimed = try await ledger.claimSubjects(now: 5_000)
                #expect(claimed.count == 1)
                seen += claimed.map(\.canonical)
                try await ledger.settle(claimed.map(delivered), now: 5_000)
            }
            #expect(seen == [bytes("canonical \(ids[1])"), bytes("canonical \(ids[0])"), bytes("better")])
            let detail = try #require(try await ledger.message(ids[0]))
            #expect(detail.deliveries.map(\.isReplay) == [false, true] && detail.deliveries[1].isOvertaken)
            #expect(try await ledger.auditEntries(before: nil, limit: 1).first?.event.actor.approvedBy == "b")
            #expect(try await ledger.messages(mappedBy: release, after: nil, limit: 9) == ids)
            let pending = try await ledger.take(["later"])
            await expectFailure({ $0.isConflict }) {
                _ = try await ledger.replay(
                    ReplayRequest(items: [.init(message: pending[0], deliveries: [due(store)])], actor: clerk, reason: "r"),
                    now: 1)
            }
            try await ledger.requireBalance()
        },
        .init(name: "a person cancels what is pending, not what a worker holds") { ledger async throws in
            _ = try await ledger.mapAll(["x1", "x2"], lane: "x", to: [store])
            let claimed = try await ledger.claimSubjects()
            let changed = try await ledger.change(
                DeliverySelection(destination: store), by: .cancelled, actor: clerk, reason: "wrong route", now: 3_000)
            #expect(changed.count == 1 && changed[0] != claimed[0].delivery.id)
            try await ledger.settle([delivered(claimed[0])], now: 3_000)
            #expect(try await ledger.claimSubjects().isEmpty)
            try await ledger.requireBalance()
        },
    ]

    static let people: [LedgerConformance] = [
        .init(name: "the audit is a chain that verifies") { ledger async throws in
            for n in 0..<5 {
                let event = AuditEvent(
                    actor: clerk, action: "search", subject: "query \(n)", reason: n == 2 ? nil : "care", at: 10)
                _ = try await ledger.record(event)
            }
            #expect(try await ledger.verifyAudit() == .whole(entries: 5))
            let entries = try await ledger.auditEntries(before: 4, limit: 2)
            #expect(entries.map(\.number) == [3, 2] && entries[0].event.reason == nil)
        },
        .init(name: "releases are activated by rows, newest first") { ledger async throws in
            try await ledger.activate(ReleaseActivation(release: "r1", actor: clerk, reason: "first", at: 1))
            try await ledger.activate(ReleaseActivation(release: "r2", actor: clerk, reason: "second", at: 2))
            try await ledger.activate(ReleaseActivation(release: "r1", actor: clerk, reason: "back", at: 3))
            #expect(try await ledger.activations(limit: 2).map(\.release) == ["r1", "r2"])
            #expect(try await ledger.verifyAudit() == .whole(entries: 3))
        },
        .init(name: "lists are newest first over all feeds, filtered and in pages") { ledger async throws in
            var ids: [MessageID] = []
            for n in 0..<6 {
                ids += try await ledger.take(["n\(n)"], feed: n % 2 == 0 ? feedA : feedB, at: Milliseconds(100 + n / 2))
            }
            let newest = ids.sorted { a, b in
                let time = { (id: MessageID) in ids.firstIndex(of: id)! / 2 }
                return (time(a), a) > (time(b), b)
            }
            #expect(try await ledger.messages(MessageQuery(limit: 10)).map(\.id) == newest)
            var paged: [MessageID] = []
            var mark: PageMark?
            while true {
                let page = try await ledger.messages(MessageQuery(before: mark, limit: 2))
                guard let last = page.last else { break }
                paged += page.map(\.id)
                mark = PageMark(last)
            }
            #expect(paged == newest)
            _ = try await ledger.claimedIDs(1)
            let first = try await ledger.states([outcome(ids[0], .rejected(reason: "no"))])
            #expect(first == [.decided(.rejected)])
            #expect(try await ledger.messages(MessageQuery(state: .rejected)).map(\.id) == [ids[0]])
            #expect(try await ledger.messages(MessageQuery(state: .pending)).count == 5)
            #expect(
                try await ledger.messages(MessageQuery(feed: feedB, receivedFrom: 101, receivedBefore: 102)).map(\.id) == [
                    ids[3]
                ])
            #expect(try await ledger.messages(MessageQuery(feed: "nobody")).isEmpty)
            #expect(try await ledger.recentBodies(feed: feedA, limit: 2).map(\.id) == [ids[4], ids[2]])
            #expect(try await ledger.message(MessageID(feed: 7, sequence: 7)) == nil)
        },
    ]
}
