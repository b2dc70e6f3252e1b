import Diagnostics
import Testing

@testable import AMQP

@Suite struct BrokerAddressTests {
    @Test func aWholeURL() throws {
        let address = try BrokerAddress(url: "amqp://rrk%2Dpas:a%3Ab%40c@broker.example:5673/re%2Fgion?heartbeat=30")
        #expect(address.host == "broker.example")
        #expect(address.port == 5673)
        #expect(address.user == "rrk-pas")
        #expect(address.password.revealed == "a:b@c")
        #expect(address.virtualHost == "re/gion")
        #expect(address.heartbeatSeconds == 30)
        #expect(address.security == nil)
    }

    @Test(arguments: ["amqp://u:p@h", "amqp://u:p@h/", "amqp://u:p@h/%2F"]) func theDefaultVirtualHost(url: String) throws {
        let address = try BrokerAddress(url: url)
        #expect(address.virtualHost == "/")
        #expect(address.port == 5672)
    }

    @Test func secured() throws {
        let address = try BrokerAddress(
            url: "amqps://u:p@[::1]/hub?cacertfile=/tls/ca.pem&certfile=/tls/c.pem&keyfile=/tls/k.pem&verify_hostname=false")
        #expect(address.host == "::1")
        #expect(address.port == 5671)
        #expect(address.security?.authorities == "/tls/ca.pem")
        #expect(address.security?.certificate == "/tls/c.pem")
        #expect(address.security?.key == "/tls/k.pem")
        #expect(address.security?.checksHostName == false)
        #expect("\(address)" == "amqps://u@[::1]:5671/hub")
        let external = try BrokerAddress(url: "amqps://h/hub?auth_mechanism=external")
        #expect(external.authenticatesByCertificate)
    }

    @Test(arguments: [
        "", "http://u:p@h", "amqp://", "amqp://u:s3cret@:1", "amqp://u:s3cret@h:0", "amqp://u:s3cret@h:70000",
        "amqp://u:s3cret@h:x", "amqp://u:s3%cret@h", "amqp://u:s3cret@h?verify=verify_none", "amqp://h", "amqp://u:s3c@ret@h",
        "amqp://u:s3cret@[::1", "amqp://u:s3cret@h?cacertfile=/x", "amqp://u:s3cret@h/a%00b", "amqp://u:s3cret@h?heartbeat=0",
        "amqp://u:s3cret@h/%FF", "amqp://u:s3#cret@h",
    ]) func wrongOnes(url: String) {
        #expect {
            _ = try BrokerAddress(url: url)
        } throws: { error in
            let diagnostic = error as? Diagnostic
            return diagnostic?.code == "broker-address" && diagnostic?.rendered().contains("s3") == false
        }
    }

    @Test func thePasswordIsNeverPrinted() throws {
        let address = try BrokerAddress(url: "amqp://u:s3cret@h:1/v")
        var dumped = ""
        dump(address, to: &dumped)
        for text in ["\(address)", String(reflecting: address), "\(address.password)", "\([address])", dumped] {
            #expect(!text.contains("s3cret"))
        }
    }

    @Test func aFeedMayOnlyWriteItsOwn() {
        let user = BrokerUser.feed("rrk-pas", exchange: "feeds", routingKeys: ["rrk.pas", "rrk.pas+x"], reads: [])
        #expect(user.configure == "^$")
        #expect(user.write == "^(feeds)$")
        #expect(user.read == "^$")
        #expect(user.topics.first?.write == #"^(rrk\.pas|rrk\.pas\+x)$"#)
        let json = BrokerDefinitions(virtualHost: "h\"ub", users: [(user, Password("p\\w\n"))]).json
        #expect(json.contains(#""vhost":"h\"ub""#))
        #expect(json.contains(#""password":"p\\w\u000a""#))
        #expect(json.contains(#""write":"^(rrk\\.pas|rrk\\.pas\\+x)$""#))
    }
}
