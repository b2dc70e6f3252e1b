package import Canonical

/// A quarantined message as the list shows it.
package struct QuarantinedMessage: Hashable, Sendable {
    package var id: MessageID
    package var feed: FeedName
    package var reason: String
    package var messageType: String?
    package var controlID: String?
    package var receivedAt: Milliseconds
    package var quarantinedAt: Milliseconds
    package var lane: LaneNumber?
    /// Its lane waits for it.
    package var holdsLane: Bool

    package init(
        id: MessageID, feed: FeedName, reason: String, messageType: String?, controlID: String?, receivedAt: Milliseconds,
        quarantinedAt: Milliseconds, lane: LaneNumber?, holdsLane: Bool
    ) {
        self.id = id
        self.feed = feed
        self.reason = reason
        self.messageType = messageType
        self.controlID = controlID
        self.receivedAt = receivedAt
        self.quarantinedAt = quarantinedAt
        self.lane = lane
        self.holdsLane = holdsLane
    }
}

/// A message to be processed again, optionally with an edited copy of its body. The original is never changed.
package struct Resubmission: Sendable {
    package var message: MessageID
    package var editedBody: [UInt8]?

    package init(message: MessageID, editedBody: [UInt8]? = nil) {
        self.message = message
        self.editedBody = editedBody
    }
}

package protocol QuarantineDesk: Sendable {
    /// Oldest first. `after` is the last id of the page before.
    func quarantined(feed: FeedName?, reason: String?, after: MessageID?, limit: Int) async throws -> [QuarantinedMessage]
    /// Puts messages back to pending; audited. Messages that are not quarantined make the whole call fail.
    func resubmit(_ messages: [Resubmission], by actor: Actor, reason: String, now: Milliseconds) async throws
    /// Ends messages as rejected; audited.
    func discard(_ messages: [MessageID], by actor: Actor, reason: String, now: Milliseconds) async throws
}
