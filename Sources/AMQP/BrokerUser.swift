/// A user of the private broker and what he may do; nothing is allowed that is not listed.
package struct BrokerUser: Sendable, Hashable {
    /// What may be written to, and read from, a topic exchange: regular expressions over routing keys.
    package struct TopicPermission: Sendable, Hashable {
        package var exchange: String
        package var write: String
        package var read: String

        package init(exchange: String, write: String, read: String = BrokerUser.nothing) {
            self.exchange = exchange
            self.write = write
            self.read = read
        }
    }

    package var name: String
    /// nil: made at random at the first start and kept in the broker's folder.
    package var password: Password?
    /// Regular expressions over the names of exchanges and queues.
    package var configure: String
    package var write: String
    package var read: String
    package var topics: [TopicPermission]

    package init(
        name: String, password: Password? = nil, configure: String = BrokerUser.nothing,
        write: String = BrokerUser.nothing, read: String = BrokerUser.nothing, topics: [TopicPermission] = []
    ) {
        self.name = name
        self.password = password
        self.configure = configure
        self.write = write
        self.read = read
        self.topics = topics
    }

    /// A sender: configures nothing, writes to one exchange with its own routing keys only, reads only the queues named
    /// (its acknowledgements). The exchange has to be a topic exchange: only there does the broker check routing keys.
    package static func feed(
        _ name: String, password: Password? = nil, exchange: String, routingKeys: [String], reads queues: [String] = []
    ) -> BrokerUser {
        BrokerUser(
            name: name, password: password, write: exactly([exchange]), read: exactly(queues),
            topics: [TopicPermission(exchange: exchange, write: exactly(routingKeys))])
    }

    /// The hub itself.
    static func hub(_ name: String, password: Password?) -> BrokerUser {
        BrokerUser(name: name, password: password, configure: everything, write: everything, read: everything)
    }

    package static let nothing = "^$"
    package static let everything = ".*"

    /// A regular expression that matches these names and no other.
    package static func exactly(_ names: [String]) -> String {
        guard !names.isEmpty else { return nothing }
        let special = Set(#".^$|()[]{}*+?\"#)
        let escaped = names.map { name in name.map { special.contains($0) ? "\\\($0)" : String($0) }.joined() }
        return "^(\(escaped.joined(separator: "|")))$"
    }
}

/// The definitions that the private broker loads at every start.
struct BrokerDefinitions {
    var virtualHost: String
    var users: [(user: BrokerUser, password: Password)]

    /// RabbitMQ's export format. A user has a `password` and no `password_hash`: with both, the import silently stops.
    var json: String {
        let host = quoted(virtualHost)
        let accounts = users.map { #"{"name":\#(quoted($0.user.name)),"password":\#(quoted($0.password.revealed)),"tags":""}"# }
        let permissions = users.map {
            #"{"user":\#(quoted($0.user.name)),"vhost":\#(host),"configure":\#(quoted($0.user.configure)),"write":\#(quoted($0.user.write)),"read":\#(quoted($0.user.read))}"#
        }
        let topics = users.flatMap { user, _ in
            user.topics.map {
                #"{"user":\#(quoted(user.name)),"vhost":\#(host),"exchange":\#(quoted($0.exchange)),"write":\#(quoted($0.write)),"read":\#(quoted($0.read))}"#
            }
        }
        return """
            {"users":[\(accounts.joined(separator: ","))],
            "vhosts":[{"name":\(host)}],
            "permissions":[\(permissions.joined(separator: ","))],
            "topic_permissions":[\(topics.joined(separator: ","))]}

            """
    }

    private func quoted(_ text: String) -> String {
        var out = "\""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\"": out += "\\\""
            case "\\": out += "\\\\"
            case _ where scalar.value < 0x20:
                let hex = String(scalar.value, radix: 16)
                out += "\\u" + String(repeating: "0", count: 4 - hex.count) + hex
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out + "\""
    }
}
