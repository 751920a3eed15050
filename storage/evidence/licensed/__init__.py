"""The office's certificate of a licensed authority (电子认证证书): its key, and its signature in packages."""
