"""Letters (文书): a type is data; it is checked before it renders, and refused when incomplete."""
