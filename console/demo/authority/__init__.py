"""The demonstration's own time-stamp authority (示例时间戳服务): RFC 3161 over HTTP on loopback."""
