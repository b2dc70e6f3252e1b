package import Canonical
package import Tree

/// Who says something, and when it happened.
package struct FactSource: Hashable, Sendable {
    /// The store's number of the feed.
    package var feed: Int64
    package var time: Milliseconds

    package init(feed: Int64, time: Milliseconds) {
        self.feed = feed
        self.time = time
    }
}

/// Where the facts of a resource come from.
///
/// Facts of the latest message that was applied as a whole stand under `latest`; only others have a stamp of their own,
/// so that a resource of one feed, repeated as a snapshot, needs none. A deleted fact keeps its stamp, so that an older
/// message of another feed can't revive it.
package struct FactStamps: Sendable, Hashable {
    package struct Stamp: Sendable, Hashable {
        package var key: FactKey
        package var source: FactSource
        package var isDeleted: Bool
    }

    package var latest: FactSource
    package var others: [Stamp] = []

    package init(latest: FactSource) { self.latest = latest }

    func stamp(of key: FactKey) -> Stamp? { others.first { $0.key == key } }

    /// 25 bytes a stamp; `latest` is kept beside it.
    package var encoded: [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(others.count * 25)
        func put(_ value: UInt64, _ count: Int) {
            for shift in (0..<count).reversed() { bytes.append(UInt8(truncatingIfNeeded: value >> (UInt64(shift) * 8))) }
        }
        for stamp in others {
            put(UInt64(stamp.key.element), 4)
            put(UInt64(stamp.key.which), 4)
            put(UInt64(bitPattern: stamp.source.feed), 8)
            put(UInt64(bitPattern: stamp.source.time), 8)
            bytes.append(stamp.isDeleted ? 1 : 0)
        }
        return bytes
    }

    package init(latest: FactSource, encoded bytes: [UInt8]) {
        self.latest = latest
        func take(_ start: Int, _ count: Int) -> UInt64 {
            bytes[start..<start + count].reduce(0) { $0 << 8 | UInt64($1) }
        }
        var at = 0
        while at + 25 <= bytes.count {
            others.append(
                Stamp(
                    key: FactKey(element: UInt32(take(at, 4)), which: UInt32(take(at + 4, 4))),
                    source: FactSource(
                        feed: Int64(bitPattern: take(at + 8, 8)), time: Int64(bitPattern: take(at + 16, 8))),
                    isDeleted: bytes[at + 24] == 1))
            at += 25
        }
    }
}

/// How what a message says of a resource meets what is known of it.
///
/// - Not valued leaves what is known, a deletion deletes, a list replaces the list (unless a repetition was unreadable).
/// - A status of `unknown` never takes the place of a known one.
/// - Within a feed the later arrival wins; between feeds the later event wins, fact by fact.
package struct ResourceMerge: Sendable {
    package struct Result: Sendable {
        package var json: [UInt8]
        package var stamps: FactStamps
        /// Facts that lost against newer ones of another feed.
        package var lost: Int
    }

    /// Objects whose members are facts of their own: the end of a stay must not unsay its beginning.
    private static let composed: [UInt32] = [
        Name("period").hash, Name("hospitalization").hash, Name("collection").hash, Name("effectivePeriod").hash,
    ]

    /// The first version of a resource.
    package static func first(_ tree: Tree, _ resource: Tree.ID, from source: FactSource) -> Result {
        var stamps = FactStamps(latest: source)
        // What is plain deletes nothing.
        if let json = PlainResource.json(tree, resource) { return Result(json: json, stamps: stamps, lost: 0) }
        let facts = ResourceFacts(tree, resource).all
        for fact in facts where fact.isDeleted {
            stamps.others.append(.init(key: fact.key, source: source, isDeleted: true))
        }
        return Result(json: ResourceWriter.json(tree, resource, facts), stamps: stamps, lost: 0)
    }

    /// The next version; `old` is the tree of the stored JSON.
    package static func next(
        old: Tree, stamps: FactStamps, new: Tree, _ resource: Tree.ID, from source: FactSource
    ) -> Result {
        let known = ResourceFacts(old, .root).all
        let said = ResourceFacts(new, resource).all
        let isLatest = source.feed == stamps.latest.feed || source.time >= stamps.latest.time
        var next = FactStamps(latest: isLatest ? source : stamps.latest)
        var lost = 0
        var winners: [FactKey: ResourceFacts.Fact] = [:]
        for fact in said {
            if fact.isIncomplete, known.contains(where: { $0.key == fact.key }) { continue }
            if saysUnknown(fact, new), known.contains(where: { $0.key == fact.key }) { continue }
            let holder = holder(of: fact.key, stamps, isKnown: known.contains { $0.key == fact.key })
            if let holder, holder.feed != source.feed, source.time < holder.time {
                lost += 1
                continue
            }
            winners[fact.key] = fact
        }
        // Stamps: what did not come with the latest message as a whole keeps its own.
        for fact in known where winners[fact.key] == nil {
            let source = stamps.stamp(of: fact.key)?.source ?? stamps.latest
            if source != next.latest { next.others.append(.init(key: fact.key, source: source, isDeleted: false)) }
        }
        for stamp in stamps.others where stamp.isDeleted && winners[stamp.key] == nil { next.others.append(stamp) }
        for fact in said where winners[fact.key] != nil && (fact.isDeleted || !isLatest) {
            next.others.append(.init(key: fact.key, source: source, isDeleted: fact.isDeleted))
        }
        return Result(
            json: write(old: old, known: known, new: new, resource, said: said, winners: winners), stamps: next, lost: lost)
    }

    /// A status that its sender does not know (the visit an order or a report names in passing) says nothing.
    private static func saysUnknown(_ fact: ResourceFacts.Fact, _ tree: Tree) -> Bool {
        fact.key.element == Names.status.hash && fact.members.count == 1
            && tree.value(of: fact.members[0]).elementsEqual("unknown".utf8)
    }

    /// Who said the fact that is known now; nil when nobody ever did.
    private static func holder(of key: FactKey, _ stamps: FactStamps, isKnown: Bool) -> FactSource? {
        if let stamp = stamps.stamp(of: key) { return stamp.source }
        return isKnown ? stamps.latest : nil
    }

    private static func write(
        old: Tree, known: [ResourceFacts.Fact], new: Tree, _ resource: Tree.ID, said: [ResourceFacts.Fact],
        winners: [FactKey: ResourceFacts.Fact]
    ) -> [UInt8] {
        var writer = ResourceWriter(new)
        writer.begin(resource)
        var order: [UInt32] = []
        for fact in known + said where !order.contains(fact.key.element) { order.append(fact.key.element) }
        if let meta = order.firstIndex(of: Names.meta.hash) { order.insert(order.remove(at: meta), at: 0) }
        for element in order {
            let before = known.filter { $0.key.element == element }
            if composed.contains(element), before.count == 1, let fact = before.first, let winner = winners[fact.key],
                !winner.isDeleted, let oldNode = fact.members.first, let newNode = winner.members.first
            {
                writer.merged(old: (old, oldNode), new: (new, newNode))
                continue
            }
            var parts = before.map { fact in
                if let winner = winners[fact.key] { return ResourceWriter.Part(tree: new, fact: winner) }
                return ResourceWriter.Part(tree: old, fact: fact)
            }
            for fact in said where fact.key.element == element && !before.contains(where: { $0.key == fact.key }) {
                if let winner = winners[fact.key] { parts.append(.init(tree: new, fact: winner)) }
            }
            writer.element(parts)
        }
        return writer.end()
    }
}
