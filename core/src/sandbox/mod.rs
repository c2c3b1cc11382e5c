//! Stateful fakes of the systems, over a real socket.
