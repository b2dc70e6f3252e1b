/// Who did something: a person by account name, or a part of the hub.
package struct Actor: Hashable, Sendable {
    package var name: String
    /// The second person of an action that needs two.
    package var approvedBy: String?

    package init(_ name: String, approvedBy: String? = nil) {
        self.name = name
        self.approvedBy = approvedBy
    }

    package static let hub = Actor("hub")
}
