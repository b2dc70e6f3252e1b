import Canonical
import FHIR

/// What a feed's messages have in common, in the bytes every output begins with.
struct FeedConstants: Sendable {
    /// What comes behind the release's pool.
    var own: [UInt8]
    var feed: Place
    var endpoint: Place
    var trust: Place
    var release: Place
    /// Of the trust's profile, and the lists that hold some of them: parts of `items`.
    var trustValues: [Span]
    var lists: [Span]
    var items: [Item]
    /// Whether these texts are what FHIR wants of the elements that they stand in.
    var isProven: Bool

    init(_ feed: Feed, _ release: Release, _ plan: Plan) {
        let common = plan.workspaces.pool
        var pool = common
        func place(_ text: String) -> Place {
            let start = pool.count
            pool.append(contentsOf: text.utf8)
            return Place(start: UInt32(start), length: UInt32(pool.count - start))
        }
        let endpoint = "\(Systems.feed)/\(feed.name)"
        self.feed = place(feed.name)
        self.endpoint = place(endpoint)
        trust = place(feed.trust)
        self.release = place(release.hash)
        var items: [Item] = []
        func span(_ more: [Item]) -> Span {
            items += more
            return Span(start: UInt32(items.count - more.count), count: UInt32(more.count))
        }
        let values = release.trust.entries.map { entry in
            let known = feed.profile.values[entry.name] ?? entry.fallback ?? (entry.name == "ods" ? [feed.trust] : [])
            return known.map { Item.text(place($0)) }
        }
        trustValues = values.map { span($0) }
        lists = plan.code.lists.map { parts in
            var known: Set<[UInt8]> = []
            let all = parts.flatMap { part in
                switch part {
                case .literal(let place): [Item.text(place)]
                case .trust(let index): values[index]
                }
            }
            return span(all.filter { known.insert(Array(pool[Int($0.a)..<Int($0.a + $0.b)])).inserted })
        }
        self.items = items
        own = Array(pool[common.count...])
        isProven =
            [(feed.name, PrimitiveFormat.string), (endpoint, .url), (feed.trust, .string), (release.hash, .string)]
            .allSatisfy { text, format in Array(text.utf8).withUnsafeBufferPointer { format.accepts($0) } }
    }
}
