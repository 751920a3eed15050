"""What the program is made of (软件物料清单): packages and their licences."""
