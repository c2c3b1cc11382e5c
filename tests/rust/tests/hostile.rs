//! The hostile upstream and the name server do on the wire what they are told.
#![allow(clippy::unwrap_used)]

use std::time::Duration;

use bridge_tests::dns::{Dns, Query};
use bridge_tests::hostile::Hostile;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

const LONG: Duration = Duration::from_secs(20);

async fn hostile(plan: Value) -> Hostile {
    Hostile::start(serde_json::from_value(plan).unwrap()).await.unwrap()
}

async fn get(stream: &mut TcpStream, path: &str) {
    stream.write_all(format!("GET {path} HTTP/1.1\r\nhost: x\r\n\r\n").as_bytes()).await.unwrap();
}

async fn rest(stream: &mut TcpStream) -> std::io::Result<String> {
    let mut text = String::new();
    timeout(LONG, stream.read_to_string(&mut text)).await.unwrap().map(|_| text)
}

#[tokio::test]
async fn rules_answer_in_turn_and_requests_are_kept_as_they_came() {
    let plan = json!({"rules": [
        {"path": "/a*", "times": 1, "do": [{"answer": {"headers": [["Set-Cookie", "a=b"]], "body": {"x": 1}}}]},
        {"path": "/a*", "do": [{"send": "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nab"}, {"close": true}]},
    ]});
    let upstream = hostile(plan).await;
    let mut stream = TcpStream::connect(upstream.address()).await.unwrap();
    get(&mut stream, "/a?q=%0A").await;
    let mut begun = [0; 20];
    stream.read_exact(&mut begun).await.unwrap();
    assert_eq!(&begun, b"HTTP/1.1 200 Answer\r");
    get(&mut stream, "/ab").await;
    let text = rest(&mut stream).await.unwrap();
    assert!(
        text.contains("Set-Cookie: a=b\r\n") && text.contains("{\"x\":1}") && text.ends_with("\r\n\r\nab"),
        "{text}"
    );
    let seen = upstream.seen();
    let targets: Vec<&str> = seen.requests.iter().map(|request| request.target.as_str()).collect();
    assert_eq!((seen.connections, targets), (1, vec!["/a?q=%0A", "/ab"]));
    assert_eq!(seen.requests[0].head, "GET /a?q=%0A HTTP/1.1\r\nhost: x\r\n\r\n");
}

#[tokio::test]
async fn what_fits_no_rule_is_reset() {
    let upstream = hostile(json!({"rules": [{"method": "POST", "do": [{"answer": {}}]}]})).await;
    let mut stream = TcpStream::connect(upstream.address()).await.unwrap();
    get(&mut stream, "/").await;
    assert_eq!(rest(&mut stream).await.unwrap_err().kind(), std::io::ErrorKind::ConnectionReset);
}

#[tokio::test]
async fn nobody_gets_out_of_a_black_hole() {
    let upstream = hostile(json!({"connect": "black_hole"})).await;
    let connecting = timeout(Duration::from_millis(500), TcpStream::connect(upstream.address())).await;
    assert!(connecting.is_err(), "a handshake was answered: {connecting:?}");
}

#[tokio::test]
async fn a_silent_one_takes_and_never_writes() {
    let upstream = hostile(json!({"connect": "silent"})).await;
    let mut stream = TcpStream::connect(upstream.address()).await.unwrap();
    get(&mut stream, "/").await;
    assert!(timeout(Duration::from_millis(300), stream.read_u8()).await.is_err());
    assert_eq!((upstream.seen().connections, upstream.seen().open), (1, 1));
    drop(stream);
    let gone = async {
        while upstream.seen().open > 0 {
            tokio::task::yield_now().await;
        }
    };
    timeout(LONG, gone).await.unwrap();
}

#[tokio::test]
async fn names_change_their_addresses() {
    let replies = json!({"names": {"erp.test": [{"a": ["1.2.3.4"]}, {"a": ["127.0.0.1"], "aaaa": ["::1"]}]}});
    let server = Dns::start(serde_json::from_value(replies).unwrap()).await.unwrap();
    let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
    let ask = async |name: &[u8], kind: u8| -> Vec<u8> {
        let query = [&[7, 7, 1, 0, 0, 1, 0, 0, 0, 0, 0, 0], name, &[0, 0, kind, 0, 1]].concat();
        socket.send_to(&query, server.address()).await.unwrap();
        let mut buffer = [0; 512];
        let length = timeout(LONG, socket.recv(&mut buffer)).await.unwrap().unwrap();
        buffer[..length].to_vec()
    };
    let erp = b"\x03Erp\x04test";
    assert!(ask(erp, 1).await.ends_with(&[0, 4, 1, 2, 3, 4]));
    assert!(ask(erp, 1).await.ends_with(&[0, 4, 127, 0, 0, 1]));
    assert!(ask(erp, 1).await.ends_with(&[0, 4, 127, 0, 0, 1]), "the last one stays");
    assert_eq!(ask(b"\x04evil\x04test", 1).await[3] & 15, 3, "a name that is not there");
    let seen = server.queries();
    assert_eq!((seen.len(), &seen[0]), (4, &Query { name: "erp.test".to_owned(), kind: 1 }));
}
