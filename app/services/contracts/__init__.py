"""The frozen values that go into the services and come out of them, one module a service."""
