package import Diagnostics

/// Where a broker is and as whom to log in: `amqp://user:password@host:port/vhost`, or `amqps` with
/// `?cacertfile=…&certfile=…&keyfile=…` (the query names that RabbitMQ's own clients use).
///
/// Printing an address never prints its password.
package struct BrokerAddress: Hashable, Sendable {
    /// How the connection is secured. The peer is always verified.
    package struct Security: Hashable, Sendable {
        /// PEM file of the authorities that may sign the broker's certificate.
        package var authorities: String
        /// PEM files of the hub's own certificate and key, when the broker asks for one.
        package var certificate: String?
        package var key: String?
        /// librabbitmq refuses IP literals even when the certificate names them: connect by name, or turn this off.
        package var checksHostName = true

        package init(authorities: String = Security.systemAuthorities, certificate: String? = nil, key: String? = nil) {
            self.authorities = authorities
            self.certificate = certificate
            self.key = key
        }

        package static let systemAuthorities = "/etc/ssl/certs/ca-certificates.crt"
    }

    package var host: String
    package var port: UInt16
    package var virtualHost: String
    package var user: String
    package var password: Password
    package var security: Security?
    /// SASL EXTERNAL: the broker reads the user from the client's certificate.
    package var authenticatesByCertificate = false
    package var heartbeatSeconds: Int = 20

    package init(
        host: String = "127.0.0.1", port: UInt16 = 5672, virtualHost: String = "/", user: String, password: String,
        security: Security? = nil
    ) {
        self.host = host
        self.port = port
        self.virtualHost = virtualHost
        self.user = user
        self.password = Password(password)
        self.security = security
    }

    /// Reads a URL. The errors name what is wrong, never what stands there: it may be a password.
    package init(url: String) throws(Diagnostic) {
        func wrong(_ message: String) -> Diagnostic {
            Diagnostic(
                code: "broker-address", "the broker's address \(message)",
                hint: "amqp://user:password@host:5672/vhost   (percent-encode : / @ ? # % inside user, password and vhost)")
        }
        var rest = Substring(url)
        let secured: Bool
        if rest.hasPrefix("amqp://") {
            secured = false
            rest = rest.dropFirst(7)
        } else if rest.hasPrefix("amqps://") {
            secured = true
            rest = rest.dropFirst(8)
        } else {
            throw wrong("does not begin with amqp:// or amqps://")
        }
        guard !rest.contains("#") else { throw wrong("has a # in it; write %23") }
        var query: Substring = ""
        if let mark = rest.firstIndex(of: "?") {
            query = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        var path: Substring?
        if let slash = rest.firstIndex(of: "/") {
            path = rest[rest.index(after: slash)...]
            rest = rest[..<slash]
        }
        var userText: Substring = ""
        var passwordText: Substring = ""
        if let at = rest.lastIndex(of: "@") {
            let login = rest[..<at]
            rest = rest[rest.index(after: at)...]
            guard !login.contains("@") else { throw wrong("has more than one @; write %40 inside the password") }
            let colon = login.firstIndex(of: ":") ?? login.endIndex
            userText = login[..<colon]
            passwordText = colon < login.endIndex ? login[login.index(after: colon)...] : ""
        }
        var hostText = rest
        var portText: Substring?
        if rest.hasPrefix("[") {
            guard let end = rest.firstIndex(of: "]") else { throw wrong("has an IPv6 host without its closing ]") }
            hostText = rest[rest.index(after: rest.startIndex)..<end]
            let after = rest[rest.index(after: end)...]
            if after.hasPrefix(":") { portText = after.dropFirst() } else if !after.isEmpty { throw wrong("has text after ]") }
        } else if let colon = rest.firstIndex(of: ":") {
            hostText = rest[..<colon]
            portText = rest[rest.index(after: colon)...]
        }
        guard !hostText.isEmpty else { throw wrong("names no host") }
        var port: UInt16 = secured ? 5671 : 5672
        if let portText {
            guard let number = UInt16(portText), number > 0 else { throw wrong("has a port that is not 1 to 65535") }
            port = number
        }
        func decoded(_ text: Substring, _ what: String) throws(Diagnostic) -> String {
            guard let value = percentDecoded(text) else { throw wrong("has a bad percent code in its \(what)") }
            return value
        }
        self.init(
            host: try decoded(hostText, "host"), port: port,
            // No path, or the path "/", is the broker's default virtual host, which is called "/".
            virtualHost: try path.map { path throws(Diagnostic) in path.isEmpty ? "/" : try decoded(path, "virtual host") }
                ?? "/",
            user: try decoded(userText, "user"), password: try decoded(passwordText, "password"),
            security: secured ? Security() : nil)
        for part in query.split(separator: "&") {
            let equals = part.firstIndex(of: "=") ?? part.endIndex
            let value = try decoded(equals < part.endIndex ? part[part.index(after: equals)...] : "", "query")
            switch part[..<equals] {
            case "heartbeat":
                guard let seconds = Int(value), (1...600).contains(seconds) else {
                    throw wrong("has a heartbeat that is not 1 to 600 seconds")
                }
                heartbeatSeconds = seconds
            case "auth_mechanism" where value == "external" && secured: authenticatesByCertificate = true
            case "cacertfile" where secured: security?.authorities = value
            case "certfile" where secured: security?.certificate = value
            case "keyfile" where secured: security?.key = value
            case "verify_hostname" where secured && (value == "true" || value == "false"):
                security?.checksHostName = value == "true"
            default:
                throw wrong(
                    "has a query it cannot use here; known are heartbeat and, with amqps, cacertfile, certfile, keyfile, verify_hostname=true|false and auth_mechanism=external"
                )
            }
        }
        guard authenticatesByCertificate || !userText.isEmpty else { throw wrong("names no user") }
    }
}

extension BrokerAddress: CustomStringConvertible, CustomDebugStringConvertible {
    /// `amqp://user@host:port/vhost`, safe to log.
    package var description: String {
        let name = host.contains(":") ? "[\(host)]" : host
        let login = user.isEmpty ? "" : "\(user)@"
        return "\(security == nil ? "amqp" : "amqps")://\(login)\(name):\(port)/\(virtualHost == "/" ? "" : virtualHost)"
    }
    package var debugDescription: String { description }
}

/// A secret that prints as dots; only the login reads it.
package struct Password: Hashable, Sendable, CustomStringConvertible, CustomDebugStringConvertible, CustomReflectable {
    package let revealed: String
    package init(_ text: String) { revealed = text }
    package var description: String { "•••" }
    package var debugDescription: String { description }
    package var customMirror: Mirror { Mirror(self, children: []) }
}

private func percentDecoded(_ text: Substring) -> String? {
    var bytes: [UInt8] = []
    var source = text.utf8.makeIterator()
    while let byte = source.next() {
        guard byte == UInt8(ascii: "%") else {
            bytes.append(byte)
            continue
        }
        guard let high = source.next().flatMap(hexDigit), let low = source.next().flatMap(hexDigit) else { return nil }
        bytes.append(high << 4 | low)
    }
    guard !bytes.contains(0) else { return nil }
    return String(validating: bytes, as: UTF8.self)
}

private func hexDigit(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
    case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
    case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
    default: nil
    }
}
